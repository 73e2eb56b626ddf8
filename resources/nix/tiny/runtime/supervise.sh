# Keeps one service up, and says how it is doing in /run/nxc/services/<name>:
#   state=starting|running|backoff|exited|failed|stopped
#   pid, restarts, exit (the last exit code), supervisor (the pid of this shell)
# A service that dies is started again after 0.1 s, then ever later up to 10 s, so that one that
# cannot work costs nothing; ten good seconds forget the past.
report() {
  printf 'state=%s\npid=%s\nrestarts=%s\nexit=%s\nsupervisor=%s\n' \
    "$1" "$pid" "$restarts" "$code" "$supervisor" > "/run/nxc/services/$name"
}

uptime_seconds() {
  read -r now _ < /proc/uptime
  now=${now%.*}
}

supervise() {
  name=$1 policy=$2 pid= code= restarts=0
  read -r supervisor _ < /proc/self/stat
  set -- 0.1 0.2 0.5 1 2 5 10
  while :; do
    uptime_seconds
    started=$now
    # a session of its own: stopping a service reaches everything it started
    setsid "$system/services/$name" &
    pid=$!
    report running
    wait "$pid"
    code=$?
    case $policy:$code in
      no:0 | on-failure:0) report exited; return ;;
      no:*) report failed; return ;;
    esac
    uptime_seconds
    [ $((now - started)) -lt 10 ] || set -- 0.1 0.2 0.5 1 2 5 10
    report backoff
    sleep "$1"
    [ $# -eq 1 ] || shift
    restarts=$((restarts + 1))
  done
}

# The service's output goes to its log and to the node's console (what `docker logs` shows).
launch() {
  echo state=starting > "/run/nxc/services/$1"
  supervise "$1" "$2" 2>&1 < /dev/null | tee -a "/var/log/$1.log" &
}
