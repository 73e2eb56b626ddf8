#!/bin/sh
# Makes adopt.base64 from adopt.c: sh build.sh (gcc and binutils for x86_64, the kernel's headers,
# Python). Only what the kernel reads of a program is kept. Commit both.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -std=c11 -Wall -Wextra -Werror -Os -static -nostdlib -ffreestanding -fno-pie -no-pie \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none -mno-sse \
  -fomit-frame-pointer -Wl,-N,-z,noseparate-code,--build-id=none,-z,norelro,--no-dynamic-linker \
  -o "$work/adopt" adopt.c
strip --strip-all --remove-section=.comment --remove-section=.note.gnu.property "$work/adopt"
python3 - "$work/adopt" > adopt.base64 << 'PYTHON'
import base64, struct, sys
program = bytearray(open(sys.argv[1], "rb").read())
headers, count = struct.unpack_from("<Q", program, 32)[0], struct.unpack_from("<H", program, 56)[0]
end = 0
for index in range(count):
    kind, _, offset, _, _, size = struct.unpack_from("<IIQQQQ", program, headers + 56 * index)
    if kind == 1:
        end = max(end, offset + size)
struct.pack_into("<Q", program, 40, 0)
struct.pack_into("<HHH", program, 58, 0, 0, 0)
text = base64.b64encode(bytes(program[:end])).decode()
print("\n".join(text[start : start + 76] for start in range(0, len(text), 76)))
PYTHON
