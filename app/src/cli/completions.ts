/** Completions: commands, then what the command takes, options and their values. */
import { Usage } from './options';

export interface Words {
  /** Every command and what it is for. */
  commands: readonly (readonly [name: string, about: string])[];
  options: readonly string[];
  /** After which word which words may stand. */
  after: Readonly<Record<string, readonly string[]>>;
  /** Options that name a file. */
  files: readonly string[];
}

const bash = ({ commands, options, after, files }: Words) => `_coop() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words
  case $before in
${Object.entries(after).map(([name, words]) => `    ${name}) words="${words.join(' ')}" ;;`).join('\n')}
    ${files.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;
    *) words="${commands.map(([name]) => name).join(' ')}" ;;
  esac
  [[ $word == -* ]] && words="${options.join(' ')}"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _coop coop`;

export function completions(shell: string, words: Words): string {
  if (shell === 'bash') return bash(words);
  if (shell === 'zsh') return `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;
  if (shell !== 'fish') throw new Usage(`no completions for ${shell}: bash, zsh or fish`);
  return [
    'complete -c coop -f',
    ...words.commands.map(([name, about]) => `complete -c coop -n __fish_use_subcommand -a ${name} -d '${about.replaceAll("'", "\\'")}'`),
    ...words.options.map((option) => {
      const takes = words.files.includes(option) ? ' -r -F' : words.after[option] ? ` -x -a '${words.after[option].join(' ')}'` : '';
      return `complete -c coop ${option.startsWith('--') ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`}${takes}`;
    }),
    ...Object.entries(words.after).filter(([name]) => !name.startsWith('-'))
      .map(([name, all]) => `complete -c coop -n '__fish_seen_subcommand_from ${name}' -a '${all.join(' ')}'`),
  ].join('\n');
}
