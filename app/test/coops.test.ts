// The charters and pools of examples/coops are valid files for the command line, within all bounds.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { charterFrom, termsFrom } from '../src/cli/options';
import { units, words } from '../src/client';

const folder = fileURLToPath(new URL('../../examples/coops/', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const NOW = 1_800_000_000n;

test.each(names)('%s can be founded from its files', (name) => {
  const charter = charterFrom(`${folder}${name}/charter.json`, 6);
  expect(Object.keys(charter)).toHaveLength(words.CHARTER.length);
  expect(charter.memberShare).toBeGreaterThanOrEqual(units.parseAmount('1', 6));
  const pool = termsFrom(`${folder}${name}/pool.json`, 6, NOW);
  expect(pool.deadline).toBe(NOW + 30n * 86_400n);
  expect(pool.maxPledge).toBeGreaterThanOrEqual(charter.memberShare);
});

test('there are ten', () => expect(names).toHaveLength(10));
