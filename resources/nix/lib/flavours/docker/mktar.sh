# mktar.sh OUT < "d path", "l path target", "f path" lines: a tar archive that is the same on
# every machine (root's, from 1970, in the given order), with awk and cat alone: busybox's tar
# cannot say whose the files are.
set -eu
out=$1
while read -r kind path target; do
  case $kind in
    f) size=$(wc -c < "$path") ;;
    *) size=0 ;;
  esac
  echo "$kind $path $((size)) $target"
done | awk '
function octal(number, width) { return sprintf("%0" width "o", number) }
function sum(text,  i, total) {
  for (i = 1; i <= length(text); i++) total += code[substr(text, i, 1)]
  return total + 0
}
function zeros(count,  text) { while (count-- > 0) text = text "\\000"; return text }
function field(text, width) { return text zeros(width - length(text)) }
BEGIN {
  for (i = 32; i < 127; i++) code[sprintf("%c", i)] = i
  mode["d"] = "0000755"; mode["f"] = "0000644"; mode["l"] = "0000777"
  type["d"] = 5; type["f"] = 0; type["l"] = 2
}
{
  name = $2 ($1 == "d" ? "/" : "")
  size = octal($3, 11)
  time = octal(1, 11)
  # the checksum counts itself as eight spaces
  total = sum(name) + sum(mode[$1]) + 2 * sum("0000000") + sum(size) + sum(time) + 8 * 32
  total += sum(type[$1] "") + sum($4) + sum("ustar00")
  header = field(name, 100) field(mode[$1], 8) field("0000000", 8) field("0000000", 8)
  header = header field(size, 12) field(time, 12) octal(total, 6) "\\000 " type[$1]
  header = header field($4, 100) field("ustar", 6) "00" zeros(247)
  print "printf \047" header "\047"
  if ($1 == "f") {
    print "cat \047" $2 "\047"
    if ($3 % 512) print "printf \047" zeros(512 - $3 % 512) "\047"
  }
}
END { print "printf \047" zeros(1024) "\047" }
' > "$out.script"
sh -e "$out.script" > "$out.part"
rm "$out.script"
mv "$out.part" "$out"
