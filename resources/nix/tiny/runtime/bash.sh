# `bash` in a tiny node: busybox's shell under the name that scripts and tools ask for.
while :; do
  case ${1-} in
    --login) shift; set -- -l "$@"; break ;;
    --norc | --noprofile | --posix) shift ;;
    --version) echo "busybox ash, standing in for bash (the tiny base has no bash)"; exit ;;
    *) break ;;
  esac
done
