#compdef newsbind
# Completion of newsbind for zsh.
local -a shared=(
  '--report[write a report as JSON]:file:_files'
  '--strict[exit 1 when anything was left out]'
  '--quiet[print errors only]'
  '--jobs[threads]:number:'
  '--help[print help]'
)
if (( CURRENT == 2 )); then
  _values 'command' 'init[write an edition file to start from]' \
    'check[say what is wrong with an edition file or a book]' 'build[make a PDF, an EPUB or both]' \
    'bundle[add an issue to a static site]' \
    'extract[print what the readers understood]' 'load[copy books onto an e-reader]' 'styles[list or show styles]'
  return
fi
case $words[2] in
  build)
    shift words; (( CURRENT-- ))
    _arguments $shared '*'{-o,--output}'[what to write]:file:_files -g "*.(pdf|epub|html|json|md|txt)"' \
      '--title[the title]:text:' '--date[the date]:date:(today newest)' '--lang[the language]:tag:' \
      '--style[the style]:style:($(newsbind styles 2>/dev/null))' \
      '--paper[the paper]:paper:(A3 A4 A5 Letter Legal)' '--limit[articles]:number:' '--window[nothing older than]:days:(7d 30d)' '--dedupe[share of a text, or off]:share:(0.6 off)' \
      '--embed-fonts[put the fonts into EPUB and web page]' '--max-size[what an EPUB may take]:size, as 25M:' \
      '--device[the screen]:device:(kindle-paperwhite kindle-scribe kobo-clara kobo-libra-colour kobo-elipsa remarkable2 remarkable-paper-pro pocketbook-era boox-go xteink-x4 generic tablet phone)' \
      '*--font-dir[fonts of your own]:folder:_files -/' \
      '--keep-captions[show captions without picture]' \
      '--pdfa[archivable PDF: PDF/A-2a]' '*:input:_files' ;;
  bundle)
    shift words; (( CURRENT-- ))
    _arguments $shared {-o,--output}'[the folder of the site]:folder:_files -/' \
      '--base-url[where the site will be]:address:' '--zip[an archive of the issue as well]' \
      '--title[the title]:text:' '--date[the date]:date:(today)' '--lang[the language]:tag:' \
      '--style[the style]:style:($(newsbind styles 2>/dev/null))' \
      '--paper[the paper]:paper:(A3 A4 A5 Letter Legal)' '--limit[articles]:number:' '--window[nothing older than]:days:(7d 30d)' '--dedupe[share of a text, or off]:share:(0.6 off)' \
      '--embed-fonts[put the fonts into EPUB and web page]' '--max-size[what an EPUB may take]:size, as 25M:' '--device[the screen]:device:' '*--font-dir[fonts of your own]:folder:_files -/' '--keep-captions[show captions without picture]' \
      '--pdfa[archivable PDF: PDF/A-2a]' '*:edition file:_files -g "*.(yaml|yml)"' ;;
  extract)
    shift words; (( CURRENT-- ))
    _arguments $shared '--to[form]:form:(text fulltext json jsonl markdown html)' \
      '--explain[say why each piece was kept or dropped]' '*:input:_files' ;;
  check)
    shift words; (( CURRENT-- ))
    _arguments '--report[write a report as JSON]:file:_files' \
      '--strict[exit 1 when there was a warning]' '--quiet[print errors only]' \
      '--help[print help]' '*:edition file or book:_files -g "*.(yaml|yml|epub)"' ;;
  load)
    shift words; (( CURRENT-- ))
    _arguments '--to[where to]:reader or folder:->to' '--keep[last issues of each series]:number:' \
      '--dry-run[only say what would be done]' '--report[write a report as JSON]:file:_files' \
      '--strict[exit 1 when there was a warning]' '--quiet[print errors only]' \
      '--help[print help]' '*:book:_files -g "*.(epub|pdf)"'
    [[ $state = to ]] && { compadd kobo kindle pocketbook auto; _files -/ } ;;
  init)
    shift words; (( CURRENT-- ))
    _arguments '--quiet[print errors only]' '--help[print help]' '*:file:_files' ;;
  styles)
    _values 'word' show ;;
esac
