/// What a shell needs to complete `claude-route`: one function that asks the program, once for each
/// press of the key.
///
/// `claude-route complete -- WORDS` answers with a line that says what is meant, `words`, `files`,
/// `client` or `nothing`, and for words with one line each: the word, a tab, what it is.
package struct CompletionScript: Hashable, Sendable {
  /// Lines, each ended by a line break.
  package let text: String

  /// As a part of a start file, or, `isFile`, as a file where the shell looks for completions.
  package init(for shell: InteractiveShell, isFile: Bool) {
    switch shell {
    case .bash: text = Self.bash
    case .zsh:
      text = isFile ? "#compdef claude-route\n\n\(Self.zsh)\n\(Self.zshCall)" : Self.zshHere
    case .fish: text = Self.fish
    }
  }

  // bash 3.2 and later; that one has neither `compopt` nor negative indices.
  private static let bash = #"""
    _claude_route() {
      local IFS=$'\n' word line kind= strip= spec joined= i n
      local -a words=()
      COMPREPLY=()
      for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -- ]] && break
      done
      if ((i < COMP_CWORD)); then
        # The client's words: its own completion where there is one, else files.
        spec=$(complete -p claude 2>/dev/null) || :
        if [[ $spec =~ -F\ ([^\ ]+) ]]; then
          COMP_WORDS=(claude "${COMP_WORDS[@]:i+1}")
          COMP_CWORD=$((COMP_CWORD - i))
          IFS=' ' eval 'COMP_LINE="${COMP_WORDS[*]}"'
          COMP_POINT=${#COMP_LINE}
          IFS=$' \t\n'
          "${BASH_REMATCH[1]}" claude "$2" "${COMP_WORDS[COMP_CWORD - 1]}"
          return
        fi
        kind=files
      else
        # Readline splits words at `=`; here they are put together again.
        for ((i = 1; i <= COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          n=${#words[@]}
          if [[ $n -gt 0 && ($word == = || -n $joined) && ${words[n - 1]} == --* ]]; then
            words[n - 1]+=$word
            joined=
            [[ $word == = ]] && joined=1
          else
            words[n]=${word//[\\\"\']/}
          fi
        done
        word=${words[${#words[@]} - 1]}
        [[ $word == --*=* && $COMP_WORDBREAKS == *=* ]] && strip=${word%%=*}=
        while read -r line; do
          if [[ -z $kind ]]; then
            kind=$line
          else
            line=${line%%$'\t'*}
            [[ $line == "$word"* ]] && COMPREPLY+=("${line#"$strip"}")
          fi
        done <<<"$(command claude-route complete -- "${words[@]}" 2>/dev/null)"
      fi
      if [[ $kind == files ]]; then
        compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "${2#"$strip"}"))
      elif [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace 2>/dev/null
      fi
      return 0
    }
    complete -F _claude_route claude-route

    """#

  private static let zsh = #"""
    _claude_route() {
      local kind line mark=${words[(i)--]}
      local -a lines shown space
      if (( mark < CURRENT )); then
        # The client's words: its own completion where there is one, else files.
        words=(claude "${(@)words[mark + 1,-1]}")
        (( CURRENT -= mark - 1 ))
        _normal
        return
      fi
      lines=("${(@f)$(command claude-route complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
      kind=${lines[1]}
      case $kind in
        files)
          [[ $PREFIX == --*=* ]] && compset -P 1 '*='
          _files
          ;;
        words)
          for line in "${(@)lines[2,-1]}"; do
            [[ $line == *=$'\t'* ]] && space=(-S '')
            shown+=("${line/$'\t'/:}")
          done
          _describe -V 'claude-route' shown "${(@)space}"
          ;;
        *) return 1 ;;
      esac
    }

    """#

  /// When the shell loads the file it calls it, too.
  private static let zshCall = #"""
    if [[ ${funcstack[1]} == _claude-route ]]; then
      _claude_route "$@"
    else
      compdef _claude_route claude-route
    fi

    """#

  /// Without `compinit` there is nothing to complete with.
  private static let zshHere =
    zsh + #"(( ${+functions[compdef]} )) && compdef _claude_route claude-route || :"# + "\n"

  private static let fish = #"""
    function __claude_route_complete
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        set -e words[1]
        set -l mark (contains -i -- -- $words)
        if test -n "$mark"
            # The client's words: its own completion where there is one, else files.
            set -l line claude
            while test (count $words) -gt $mark
                set mark (math $mark + 1)
                set -a line (string escape -- $words[$mark])
            end
            complete -C "$line $current"
            return
        end
        set -l lines (command claude-route complete -- $words "$current" 2>/dev/null)
        switch "$lines[1]"
            case words
                printf '%s\n' $lines[2..-1]
            case files
                set -l option (string match -r -- '^--[^=]*=' "$current")
                for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current"))
                    printf '%s%s\n' "$option" $path
                end
        end
    end
    complete -c claude-route -e
    complete -c claude-route -f -k -a '(__claude_route_complete)'

    """#
}
