# archive.sh OUT PATH…: a cpio archive (newc, as the kernel reads it) of the given files and
# folders, the same on every machine: root's, from 1970, by name, with find, stat, awk and cat
# alone. `./x` is archived as `x`, `/nix/store/…` as `nix/store/…`.
set -eu
out=$1
shift
{
  # folders first: an unpacker makes none that it has not been told of
  find "$@" -type d -exec stat -c '%f %s %N' {} + | sort -k 3
  find "$@" ! -type d -exec stat -c '%f %s %N' {} + | sort -k 3
} | awk -v quote="'" '
function escape(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/%/, "%%", text)
  gsub(quote, quote "\\" quote quote, text)
  return text
}
function zeros(count,  text) { while (count-- > 0) text = text "\\000"; return text }
function padding(size) { return zeros((4 - size % 4) % 4) }
function entry(name, mode, size) {
  number++
  return sprintf("070701%08X%08X00000000000000000000000100000001%08X00000000000000000000000000000000%08X00000000", \
    number, mode, size, length(name) + 1) escape(name) "\\000" padding(110 + length(name) + 1)
}
function flush_text() {
  if (text != "") print "printf " quote text quote
  text = ""
}
{
  kind = substr($1, 1, 1)
  size = $2
  path = substr($0, length($1) + length($2) + 3)
  if (kind == "a") {
    arrow = quote " -> " quote
    at = index(path, arrow)
    target = substr(path, at + length(arrow), length(path) - at - length(arrow))
    path = substr(path, 2, at - 2)
  }
  name = path
  sub(/^\.?\//, "", name)
  if (name == "" || name == ".") next
  if (kind == "4") text = text entry(name, 16877, 0)
  else if (kind == "a") text = text entry(name, 41471, length(target)) escape(target) padding(length(target))
  else {
    # bit 0100 (the owner may execute) is the 4 of the second hexadecimal digit
    executable = substr($1, 3, 1) ~ /[4567cdef]/
    text = text entry(name, executable ? 33133 : 33060, size)
    flush_text()
    source = path
    gsub(quote, quote "\\" quote quote, source)
    print "cat " quote source quote
    text = padding(size)
  }
  if (length(text) > 30000) flush_text()
}
END {
  text = text entry("TRAILER!!!", 0, 0)
  flush_text()
}' > "$out.script"
sh -e "$out.script" > "$out.part"
rm "$out.script"
mv "$out.part" "$out"
