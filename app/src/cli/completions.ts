/** Shell completions from the usage lines: words by position, the options of each command, and their values. */
import type { Field } from '../client/actions/action';
import { Usage } from './options';
import { takesOf, type Word } from './usage';

export interface Words {
  /** Every command: its usage line, its purpose, and the shared options that it takes. */
  commands: readonly { name: string; usage: string; about: string; common: readonly string[] }[];
  /** Options that take a value. */
  valued: readonly string[];
  /** Values of options that every command takes. */
  values: Readonly<Record<string, readonly string[]>>;
  /** The actions of `propose`, with the words that each field accepts. */
  actions: readonly { name: string; fields: readonly { name: Field['name']; choices: readonly string[] }[] }[];
}

const isFile = (word: Word | undefined) => word?.name === 'FILE';
/** The words to offer at each position: `vote 2` → yes, no, abstain. Numbers, amounts and addresses are not offered. */
function places({ commands, actions }: Words): { at: string; words: readonly string[]; file: boolean }[] {
  const of = commands.flatMap(({ name, usage }) =>
    takesOf(usage).words.map((word, i) => ({
      at: `${name} ${i + 1}`,
      words: word.kind === 'action' ? actions.map((one) => one.name) : word.choices,
      file: isFile(word),
    })),
  );
  const fields = actions.flatMap(({ name, fields }) =>
    fields.map(({ choices }, i) => ({
      at: `propose ${name} ${i + 1}`,
      words: [...choices, ...fields.map((field) => `${field.name}=`)],
      file: false,
    })),
  );
  return [...of, ...fields].filter(({ words, file }) => words.length > 0 || file);
}
/** The options of each command, and the values of options that take one of a few words, or a file. */
function optionsOf({ commands, values }: Words) {
  const takes = commands.map(({ name, usage, common }) => ({
    name,
    options: [...takesOf(usage).options.keys(), ...common].map((option) => `--${option}`),
  }));
  const all = commands.flatMap(({ usage }) => [...takesOf(usage).options]);
  const chosen = new Map([
    ...Object.entries(values),
    ...all.flatMap(([name, word]) => (word && word.choices.length > 0 ? [[`--${name}`, word.choices] as const] : [])),
  ]);
  const files = [
    ...new Set([
      '--keypair',
      '-k',
      '--fee-payer',
      ...all.filter(([, word]) => isFile(word)).map(([name]) => `--${name}`),
    ]),
  ];
  return { takes, chosen, files };
}

function bash(words: Words): string {
  const { takes, chosen, files } = optionsOf(words);
  const line = (pattern: string, said: readonly string[]) => `    ${pattern}) words='${said.join(' ')}' ;;`;
  return `_coop() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words='' command='' action='' at=1 i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${words.valued.join('|')}) i=$((i + 1)) ;;
      -*) ;;
      *) if [[ -z $command ]]; then command=\${COMP_WORDS[i]}; else [[ $at == 1 ]] && action=\${COMP_WORDS[i]}; at=$((at + 1)); fi ;;
    esac
  done
  COMPREPLY=()
  case $before in
    ${files.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;
${[...chosen].map(([name, said]) => `    ${name}) COMPREPLY=($(compgen -W '${said.join(' ')}' -- "$word")); return ;;`).join('\n')}
    ${words.valued.join('|')}) return ;;
  esac
  if [[ $word == -* ]]; then case $command in
${takes.map(({ name, options }) => line(name, options)).join('\n')}
    *) words='${[...new Set(words.commands.flatMap(({ common }) => common))].map((option) => `--${option}`).join(' ')}' ;;
  esac
  elif [[ -z $command ]]; then words='${words.commands.map(({ name }) => name).join(' ')}'
  else [[ $command == propose && $at -gt 1 ]] && command="propose $action" at=$((at - 1))
  case "$command $at" in
${places(words)
  .map(({ at, words: said, file }) =>
    file ? `    '${at}') COMPREPLY=($(compgen -f -- "$word")) ;;` : line(`'${at}'`, said),
  )
  .join('\n')}
  esac; fi
  [[ -z $words ]] || COMPREPLY+=($(compgen -W "$words" -- "$word"))
  [[ \${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
}
complete -F _coop coop`;
}

function fish(words: Words): string {
  const { takes, chosen, files } = optionsOf(words);
  const quoted = (said: string) => `'${said.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const valued = words.valued.join(' ');
  return [
    // the words after `coop` that are neither options nor values of options
    `function __coop_words; set -l skip 0; for word in (commandline -opc)[2..-1]; if test $skip = 1; set skip 0; else if contains -- $word ${valued}; set skip 1; else if not string match -q -- '-*' $word; echo $word; end; end; end`,
    'function __coop_at; set -l words (__coop_words); set -l names (math (count $argv) - 1); test (count $words) = $argv[-1]; and test "$argv[1..$names]" = "$words[1..$names]"; end',
    'complete -c coop -f',
    ...words.commands.map(
      ({ name, about }) => `complete -c coop -n 'test (count (__coop_words)) = 0' -a ${name} -d ${quoted(about)}`,
    ),
    ...places(words).map(({ at, words: said, file }) => {
      const parts = at.split(' ');
      const [place, names] = [Number(parts.pop()), parts];
      return `complete -c coop -n '__coop_at ${names.join(' ')} ${names.length + place - 1}' ${file ? '-F' : `-a ${quoted(said.join(' '))}`}`;
    }),
    ...[
      ...new Set([
        ...takes.flatMap(({ options }) => options),
        ...words.valued.filter((option) => /^-\w$/.test(option)),
      ]),
    ].map((option) => {
      const by = takes.filter(({ options }) => options.includes(option)).map(({ name }) => name);
      const only =
        by.length === 0 || by.length === takes.length ? '' : ` -n '__fish_seen_subcommand_from ${by.join(' ')}'`;
      const value = files.includes(option)
        ? ' -r -F'
        : chosen.has(option)
          ? ` -x -a ${quoted(chosen.get(option)!.join(' '))}`
          : words.valued.includes(option)
            ? ' -x'
            : '';
      return `complete -c coop ${option.startsWith('--') ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`}${only}${value}`;
    }),
  ].join('\n');
}

export function completions(shell: string, words: Words): string {
  if (shell === 'bash') return bash(words);
  if (shell === 'zsh')
    return `(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\nautoload -Uz +X bashcompinit && bashcompinit\n${bash(words)}`;
  if (shell !== 'fish') throw new Usage(`no completions for ${shell}: bash, zsh or fish`);
  return fish(words);
}
