# systemctl in a tiny node: the part that scripts use to ask about services and to start and
# stop them. State is what the supervisors write to /run/nxc/services/<name>.
units=/run/nxc/services
system=/run/current-system

load() {
  unit=${1%.service}
  state= pid= restarts= exit= supervisor=
  [ -e "$system/services/$unit" ] || return 1
  while IFS='=' read -r key value; do
    case $key in state | pid | restarts | exit | supervisor) eval "$key=\$value" ;; esac
  done 2> /dev/null < "$units/$unit"
}

# systemd's words for ours
describe() {
  main=0
  case $1 in
    *.target)
      if [ -e /run/nxc/ready ]; then active=active sub=active; else active=activating sub=waiting; fi
      loaded=loaded; return ;;
  esac
  if ! load "$1"; then active=inactive sub=dead loaded=not-found; return; fi
  loaded=loaded
  case $state in
    running) active=active sub=running main=$pid ;;
    backoff) active=activating sub=auto-restart ;;
    failed) active=failed sub=failed ;;
    *) active=inactive sub=dead ;;
  esac
}

alive() { [ "$1" ] && kill -0 "$1" 2> /dev/null; }

stop_unit() {
  load "$1" || { echo "Unit $1 not found." >&2; return 5; }
  alive "$supervisor" && kill -KILL "$supervisor"
  if alive "$pid"; then
    kill -TERM "-$pid" 2> /dev/null
    ticks=0
    while kill -0 "-$pid" 2> /dev/null && [ $ticks -lt 300 ]; do sleep 0.01; ticks=$((ticks + 1)); done
    kill -KILL "-$pid" 2> /dev/null
  fi
  printf 'state=stopped\npid=\nrestarts=%s\nexit=%s\nsupervisor=\n' "${restarts:-0}" "$exit" > "$units/$unit"
}

start_unit() {
  load "$1" || { echo "Unit $1 not found." >&2; return 5; }
  alive "$supervisor" && return 0
  policy=
  while read -r name value; do [ "$name" != "$unit" ] || policy=$value; done < "$system/policies"
  "$system/supervise" "$unit" "$policy" > /proc/1/fd/1 2>&1 < /dev/null
  # it has been started when its first state is written
  ticks=0
  while [ $ticks -lt 100 ]; do
    load "$unit"
    [ "$state" = stopped ] || [ -z "$supervisor" ] || return 0
    sleep 0.01
    ticks=$((ticks + 1))
  done
}

signal=TERM properties= value_only=
set_option() {
  case $1 in
    --property=*) properties=${1#--property=} ;;
    --signal=*) signal=${1#--signal=} ;;
    --value) value_only=1 ;;
  esac
}
words=
while [ $# -gt 0 ]; do
  case $1 in
    -p) properties=$2; shift ;;
    -s) signal=$2; shift ;;
    -*) set_option "$1" ;;
    *) words="$words $1" ;;
  esac
  shift
done
set -- $words
verb=${1:-list-units}
[ $# -eq 0 ] || shift

show_property() {
  case ",${properties:-Id,LoadState,ActiveState,SubState,MainPID,NRestarts,ExecMainStatus}," in
    *",$1,"*) if [ "$value_only" ]; then echo "$2"; else echo "$1=$2"; fi ;;
  esac
}

result=0
case $verb in
  show)
    describe "$1"
    case $1 in *.*) id=$1 ;; *) id=$1.service ;; esac
    show_property Id "$id"
    show_property LoadState "$loaded"
    show_property ActiveState "$active"
    show_property SubState "$sub"
    show_property MainPID "$main"
    show_property NRestarts "${restarts:-0}"
    show_property ExecMainStatus "${exit:-0}"
    ;;
  is-active | is-failed)
    wanted=${verb#is-}
    for name; do describe "$name"; echo "$active"; [ "$active" = "$wanted" ] || result=3; done
    ;;
  is-system-running)
    if [ -e /run/nxc/ready ]; then echo running; else echo starting; result=1; fi
    ;;
  is-enabled)
    for name; do if load "$name"; then echo enabled; else echo not-found; result=1; fi; done
    ;;
  status)
    for name; do
      describe "$name"
      echo "$unit.service: $active ($sub), process ${pid:-none}, restarted ${restarts:-0} times, last exit code ${exit:-none}"
      tail -n 10 "/var/log/$unit.log" 2> /dev/null
      [ "$active" = active ] || result=3
    done
    ;;
  start) for name; do start_unit "$name" || result=$?; done ;;
  stop) for name; do stop_unit "$name" || result=$?; done ;;
  restart | try-restart) for name; do stop_unit "$name" && start_unit "$name" || result=$?; done ;;
  kill) for name; do load "$name" && alive "$pid" && kill "-$signal" "$pid" || result=1; done ;;
  list-units | list-jobs)
    [ "$verb" = list-units ] || exit 0
    for file in "$system"/services/*; do
      [ -e "$file" ] || continue
      describe "${file##*/}.service"
      echo "${file##*/}.service $loaded $active $sub"
    done
    ;;
  daemon-reload | enable | disable | reset-failed) ;;
  poweroff | halt | reboot) busybox "$verb" ;;
  *) echo "systemctl $verb: not in the tiny base (services: start stop restart status show is-active kill list-units)" >&2; exit 1 ;;
esac
exit $result
