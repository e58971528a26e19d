/* A reader's value as its shell wants it. Nothing here touches the page, so that the tests can run
   it under Node and hand what it makes to real shells.

   `place` says how the placeholder stands in the command (server/model/command_pieces.c):
   bare, joined, single, double, strict. A value that cannot be made safe there is refused. */

const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/;
const LENGTH = 1024;

/* As param_value_fits in server/model/command_params.c. */
const TYPES = {
  text: () => true,
  hostname: (v) => v.length <= 253 && (v.includes(":") ? /^[\p{L}\p{N}:.]+$/u : /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u).test(v),
  account: (v) => v.length <= 256 && /^[\p{L}\p{N}._@\\$' ][\p{L}\p{M}\p{N}._@\\$' -]*$/u.test(v),
  email: (v) => v.length <= 254 && /^[\p{L}\p{N}._%+'][\p{L}\p{M}\p{N}._%+'-]*@[\p{L}\p{M}\p{N}.-]+$/u.test(v),
  path: (v) => !/["<>|?*]/.test(v),
  int: (v) => /^-?\d{1,15}$/.test(v),
  guid: (v) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(v),
};

/* Why `value` is none of its type: the key of a message, or null. Typographic quotes belong into no
   value but a text: a shell may take them for its own. */
export function faultOf(type, value, choices) {
  if (CONTROL.test(value) || INVISIBLE.test(value)) return "control";
  if (value.length > LENGTH) return "long";
  if (type === "choice") return choices.includes(value) ? null : "choice";
  return (TYPES[type] ?? TYPES.text)(value) ? null : type;
}

const single = {
  posix: (v) => v.replaceAll("'", "'\\''"),
  /* PowerShell takes the typographic single quotes for its own. */
  powershell: (v) => v.replace(/['\u2018-\u201b]/g, "$&$&"),
  sql: (v) => v.replaceAll("'", "''"),
};

const double = {
  /* ! is taken by an interactive shell inside double quotes, and no backslash helps. */
  posix: (v) => (v.includes("!") ? `"'${single.posix(v)}'"` : v.replace(/[\\"$`]/g, "\\$&")),
  powershell: (v) => v.replace(/["`$\u201c-\u201e]/g, "`$&"),
  cmd: (v) => v,
};

const bare = {
  posix: (v) => (/^[A-Za-z0-9_./:@%+,-]+$/.test(v) ? v : `'${single.posix(v)}'`),
  powershell: (v) => (/^\d{1,15}$/.test(v) ? v : `'${single.powershell(v)}'`),
  cmd: (v) => (/^[A-Za-z0-9_./:@\\-]+$/.test(v) ? v : `"${v}"`),
  sql: (v) => (/^-?\d{1,15}$/.test(v) ? v : `'${single.sql(v)}'`),
};

const STRICT = /^[\p{L}\p{M}\p{N}._@:/-]*$/u;
const JOINED = /^[\p{L}\p{M}\p{N}._@:/\\-]*$/u;
/* cmd gives % and ! their meaning inside quotes, too, and a program takes \" for a quote. */
const CMD_UNSAFE = /["%!\r\n]|\\$/;
const SQL_UNSAFE = /\\(?=')|\\$/;

/* {text} to stand in the placeholder's stead, or {fault}, the key of a message. `starts`: the value
   begins a word, where a hyphen would make an option of it. */
export function quote(family, place, value, starts) {
  if (value.includes("\0")) return { fault: "control" };
  if (starts && family !== "sql" && (value.startsWith("-") || (family === "cmd" && value.startsWith("/")))) return { fault: "hyphen" };
  const tables = { bare, single, double }[place] ?? {};
  const table = Object.hasOwn(tables, family) ? tables[family] : null;
  if (!table) {
    const joined = place === "joined" && family !== "sql";
    if (family === "sql" && /^-|--/.test(value)) return { fault: "strict" }; // a comment begins
    return (joined ? JOINED : STRICT).test(value) ? { text: value } : { fault: joined ? "joined" : "strict" };
  }
  if (family === "cmd" && CMD_UNSAFE.test(value)) return { fault: "cmd" };
  if (family === "sql" && SQL_UNSAFE.test(value)) return { fault: "sql" };
  return { text: table(value) };
}

/* The two steps in one: {text} or {fault}. */
export function fillOf({ family, place, starts, type, choices = [] }, value) {
  const fault = faultOf(type, value, choices);
  return fault ? { fault } : quote(family, place, value, starts);
}
