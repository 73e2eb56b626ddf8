/** What a shell loads once. All of them ask `nxc __complete` for candidates: one a line, description after a tab. */
const scripts = {
  bash: `# nxc completion for bash
_nxc() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}"
  # bash cuts words at ":" and "="; nxc is given the line as the user sees it.
  local line="\${COMP_LINE:0:COMP_POINT}" word
  word="\${line##*[[:space:]]}"
  local candidates=($(nxc __complete "$line" 2>/dev/null | cut -f1))
  COMPREPLY=($(compgen -W "\${candidates[*]}" -- "$word"))
  # Give back only what follows the part that bash keeps.
  local kept="\${word%"$current"}"
  COMPREPLY=("\${COMPREPLY[@]#"$kept"}")
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  [[ \${#COMPREPLY[@]} -eq 0 ]] && compopt -o default
}
complete -F _nxc nxc`,
  zsh: `#compdef nxc
_nxc() {
  local line="\${(j: :)words[1,CURRENT]}"
  local -a candidates
  local name description
  while IFS=$'\\t' read -r name description; do
    candidates+=("\${name//:/\\\\:}:\${description}")
  done < <(nxc __complete "$line" 2>/dev/null)
  if (( \${#candidates} )); then _describe 'nxc' candidates; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _nxc nxc`,
  fish: `# nxc completion for fish
complete -c nxc -f -a '(nxc __complete (commandline -cp) 2>/dev/null)'`,
} as const;

/** The script for one shell. */
export function completionScript(shell: keyof typeof scripts): string {
  return scripts[shell];
}
