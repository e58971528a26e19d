#!/bin/sh
# embed.sh SOURCE BUILD DIR…: writes BUILD/assets.c, an array of every file below the DIRs of
# SOURCE and of BUILD/packaged.
# The assembler's .incbin carries the bytes, so that large files cost nothing to compile.
set -eu
src=$1 packaged=$2/packaged out=$2/assets.c
shift 2
tmp=$out.part
{
    echo '/* Made by cmake/embed.sh. */'
    echo '#include "base/assets.h"'
} >"$tmp"
table=$out.table
: >"$table"
n=0
for root in "$src" "$packaged"; do
    cd "$root"
    for dir in "$@"; do
        [ -d "$dir" ] || continue
        find "$dir" -type f ! -name '.*' ! -name '*~' |
            while IFS= read -r path; do printf '%s\t%s\n' "$root" "$path"; done
    done
done | LC_ALL=C sort >"$out.list"
tab=$(printf '\t')
while IFS=$tab read -r root path; do
    n=$((n + 1))
    cat >>"$tmp" <<C
__asm__(".section .rodata\n.global asset_$n\nasset_$n:\n.incbin \"$root/$path\"\n"
        ".global asset_${n}_end\nasset_${n}_end:\n.byte 0\n.previous\n");
extern const char asset_$n[], asset_${n}_end[];
C
    echo "    {\"$path\", asset_$n, asset_${n}_end}," >>"$table"
done <"$out.list"
{
    echo 'const struct embedded_asset embedded_assets[] = {'
    cat "$table"
    echo '    {0, 0, 0}};'
    echo "const unsigned long embedded_assets_count = $n;"
} >>"$tmp"
rm -f "$table" "$out.list"
mv "$tmp" "$out"
