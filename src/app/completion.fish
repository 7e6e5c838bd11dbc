# Completion of newsbind for fish.
set -l commands build extract styles
complete -c newsbind -n "not __fish_seen_subcommand_from $commands" -f -a build -d "make a PDF, an EPUB or both"
complete -c newsbind -n "not __fish_seen_subcommand_from $commands" -f -a extract -d "print what the readers understood"
complete -c newsbind -n "not __fish_seen_subcommand_from $commands" -f -a styles -d "list or show styles"
complete -c newsbind -n "__fish_seen_subcommand_from build extract" -l report -r -d "write a report as JSON"
complete -c newsbind -n "__fish_seen_subcommand_from build extract" -l strict -d "exit 1 when anything was left out"
complete -c newsbind -n "__fish_seen_subcommand_from build extract" -l quiet -d "print errors only"
complete -c newsbind -n "__fish_seen_subcommand_from build extract" -l jobs -x -d "threads"
complete -c newsbind -n "__fish_seen_subcommand_from build" -s o -l output -r -d "what to write"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l title -x -d "the title"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l date -x -a today -d "the date"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l lang -x -d "the language"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l style -r -a "(newsbind styles 2>/dev/null)" -d "the style"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l paper -x -a "A3 A4 A5 Letter Legal" -d "the paper"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l limit -x -d "number of articles"
complete -c newsbind -n "__fish_seen_subcommand_from build" -l keep-captions -d "show captions without picture"
complete -c newsbind -n "__fish_seen_subcommand_from extract" -l to -x -a "text fulltext json jsonl" -d "form"
complete -c newsbind -n "__fish_seen_subcommand_from styles" -f -a show
