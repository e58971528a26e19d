#!/bin/sh
# codemirror.sh PACKAGE OUT: one script and one style sheet of what the editor needs of CodeMirror 5
# (Debian: libjs-codemirror), so that its page asks for two files and not for fourteen.
set -eu
package=$1 out=$2
mkdir -p "$out"
cd "$package"
cat lib/codemirror.js addon/mode/overlay.js addon/edit/continuelist.js mode/meta.js \
    mode/xml/xml.js mode/markdown/markdown.js mode/gfm/gfm.js mode/yaml/yaml.js \
    mode/yaml-frontmatter/yaml-frontmatter.js mode/shell/shell.js \
    mode/powershell/powershell.js mode/sql/sql.js >"$out/codemirror.js"
cat lib/codemirror.css >"$out/codemirror.css"
