# journalctl [-u name] [-f]: the services' logs of a tiny node.
follow= name=
while [ $# -gt 0 ]; do
  case $1 in
    -u | --unit) name=${2%.service}; shift ;;
    -u?*) name=${1#-u}; name=${name%.service} ;;
    --unit=*) name=${1#--unit=}; name=${name%.service} ;;
    -f | --follow) follow=1 ;;
  esac
  shift
done
set -- /var/log/${name:-*}.log
[ -e "$1" ] || { [ -z "$name" ] && exit 0; echo "no log of $name" >&2; exit 1; }
if [ "$follow" ]; then exec tail -f "$@"; else exec cat "$@"; fi
