# Completion of newsbind for bash.
_newsbind() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    if [ "$COMP_CWORD" = 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "build bundle check extract init load styles --help --version" -- "$word")
        return
    fi
    case $before in
    --style | show)
        mapfile -t COMPREPLY < <(compgen -W "$(newsbind styles 2>/dev/null)" -f -- "$word")
        return
        ;;
    --paper)
        mapfile -t COMPREPLY < <(compgen -W "A3 A4 A5 Letter Legal" -- "$word")
        return
        ;;
    --device)
        mapfile -t COMPREPLY < <(compgen -W "kindle-paperwhite kindle-scribe kobo-clara kobo-libra-colour \
            kobo-elipsa remarkable2 remarkable-paper-pro pocketbook-era boox-go xteink-x4 generic tablet \
            phone" -- "$word")
        return
        ;;
    --font-dir)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    --to)
        if [ "${COMP_WORDS[1]}" = load ]; then
            mapfile -t COMPREPLY < <(compgen -W "kobo kindle pocketbook auto" -d -- "$word")
        else
            mapfile -t COMPREPLY < <(compgen -W "text fulltext json jsonl markdown html" -- "$word")
        fi
        return
        ;;
    esac
    local options="--help --report --strict --quiet --jobs"
    case ${COMP_WORDS[1]} in
    build) options="$options --output --title --date --lang --style --paper --device --font-dir --max-size --embed-fonts --window --dedupe --limit --keep-captions --pdfa" ;;
    extract) options="$options --to --explain" ;;
    check) options="--help --report --strict --quiet" ;;
    init) options="--help --quiet" ;;
    load) options="--help --to --keep --dry-run --report --strict --quiet" ;;
    styles) options="--help show" ;;
    bundle)
        options="$options --output --base-url --zip --title --date --lang --style --paper --device --font-dir \
            --max-size --embed-fonts --window --dedupe --limit --keep-captions --pdfa"
        ;;
    esac
    if [[ $word == -* || ${COMP_WORDS[1]} == styles ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _newsbind newsbind
