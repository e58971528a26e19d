#include "message_words.h"
#include "word_table.h"

/* Every table is sorted bytewise. */

static const char *const noise[] = {
    "abend",   "activity",    "administrator", "alert",    "app",       "application",
    "at",      "body",        "char",          "column",   "component", "contact",
    "content", "correlation", "crit",          "critical", "date",      "dbg",
    "debug",   "desc",        "description",   "detail",   "details",   "emerg",
    "err",     "error",       "errors",        "event",    "exception", "facility",
    "fail",    "fatal",       "file",          "from",     "got",       "host",
    "id",      "info",        "information",   "instance", "level",     "line",
    "log",     "logger",      "main",          "message",  "msg",       "name",
    "notice",  "pid",         "please",        "process",  "ps",        "reason",
    "request", "root",        "saying",        "says",     "screen",    "sev",
    "severe",  "severity",    "source",        "stderr",   "stdout",    "subject",
    "support", "task",        "text",          "the",      "this",      "thread",
    "tid",     "time",        "timestamp",     "trace",    "user",      "verbose",
    "warn",    "warning",     "worker",        "you",      "your",
};

static const char *const common[] = {
    "able",      "access",      "again",      "another",     "attempt",
    "attempted", "attempting",  "avail",      "available",   "before",
    "can",       "can't",       "cannot",     "cause",       "caused",
    "check",     "code",        "complete",   "completed",   "contact",
    "continue",  "correct",     "could",      "couldn't",    "current",
    "currently", "denied",      "did",        "didn't",      "different",
    "doesn't",   "don't",       "during",     "encountered", "ensure",
    "exit",      "exited",      "fail",       "failed",      "fails",
    "failure",   "following",   "found",      "function",    "general",
    "generic",   "happened",    "internal",   "invalid",     "isn't",
    "issue",     "item",        "later",      "made",        "make",
    "missing",   "more",        "new",        "not",         "null",
    "object",    "occurred",    "one",        "only",        "operation",
    "other",     "page",        "permission", "problem",     "process",
    "program",   "received",    "refused",    "restart",     "result",
    "results",   "retry",       "returned",   "run",         "running",
    "server",    "service",     "something",  "sorry",       "start",
    "started",   "status",      "stopped",    "successful",  "successfully",
    "such",      "system",      "terminated", "the",         "timeout",
    "tried",     "unable",      "undefined",  "unexpected",  "unexpectedly",
    "unknown",   "unspecified", "until",      "use",         "used",
    "using",     "valid",       "value",      "wasn't",      "went",
    "without",   "won't",       "working",    "wrong",
};

static const char *const code_names[] = {
    "code",    "err",  "errno",   "error",    "errorcode", "errorlevel", "event",
    "eventid", "hr",   "hresult", "http",     "id",        "msg",        "ntstatus",
    "rc",      "smtp", "sqlcode", "sqlstate", "status",    "stop",       "win32",
};

static const char *const calendar[] = {
    "am",       "apr",      "april",   "aug",       "august", "cest",      "cet",
    "dec",      "december", "edt",     "est",       "feb",    "february",  "fri",
    "friday",   "gmt",      "jan",     "january",   "jul",    "july",      "jun",
    "june",     "mar",      "march",   "may",       "mon",    "monday",    "nov",
    "november", "oct",      "october", "pdt",       "pm",     "pst",       "sat",
    "saturday", "sep",      "sept",    "september", "sun",    "sunday",    "thu",
    "thursday", "tue",      "tuesday", "utc",       "wed",    "wednesday", "z",
};

static const char *const units[] = {
    "b",  "bytes", "d",   "days", "gb", "gib", "h",  "hours", "kb",  "kib", "m",
    "mb", "mib",   "min", "mins", "ms", "ns",  "px", "s",     "sec", "tb",  "us",
};

static const char *const markup[] = {
    "a",    "b",     "blockquote", "br",     "code", "dd",  "div",   "dl",
    "dt",   "em",    "font",       "h1",     "h2",   "h3",  "h4",    "hr",
    "i",    "img",   "kbd",        "li",     "mark", "ol",  "p",     "pre",
    "samp", "small", "span",       "strong", "sub",  "sup", "table", "tbody",
    "td",   "th",    "thead",      "tr",     "tt",   "u",   "ul",    "var",
};

static const char *const file_endings[] = {
    "accdb", "asmx", "aspx",   "bak",  "bat",  "bin",  "c",   "cab",  "cat",  "cfg",
    "cmd",   "conf", "config", "cpp",  "cs",   "csv",  "dat", "db",   "dll",  "dmp",
    "doc",   "docx", "edb",    "evtx", "exe",  "gif",  "go",  "h",    "htm",  "html",
    "inf",   "ini",  "iso",    "jar",  "java", "jpg",  "js",  "json", "ldf",  "lib",
    "lnk",   "log",  "mdb",    "mdf",  "mm",   "msi",  "msp", "msu",  "mum",  "nsf",
    "obj",   "ocx",  "olm",    "ost",  "pdb",  "pdf",  "php", "png",  "pptx", "ps1",
    "pst",   "py",   "reg",    "rpt",  "sh",   "so",   "sql", "svc",  "sys",  "tmp",
    "ts",    "txt",  "vb",     "vhd",  "vhdx", "wsdl", "xls", "xlsx", "xml",  "xsd",
    "yaml",  "yml",  "zip",
};

static const char *const domain_endings[] = {
    "ad",  "biz",      "cloud",    "com",  "corp",  "de",          "dev",
    "edu", "eu",       "example",  "fr",   "gov",   "home",        "info",
    "int", "internal", "intranet", "lan",  "local", "localdomain", "ms",
    "net", "nl",       "org",      "test", "uk",    "us",
};

#define HAS(table, word) word_is_among((word), (table), sizeof(table) / sizeof *(table))

bool message_word_is_noise(struct slice word)
{
    return HAS(noise, word);
}

bool message_word_is_common(struct slice word)
{
    return HAS(common, word);
}

bool message_word_names_code(struct slice word)
{
    return HAS(code_names, word);
}

bool message_word_is_calendar(struct slice word)
{
    return HAS(calendar, word);
}

bool message_word_is_unit(struct slice word)
{
    return HAS(units, word);
}

bool message_word_is_markup(struct slice name)
{
    return HAS(markup, name);
}

bool message_word_is_file_ending(struct slice word)
{
    return HAS(file_endings, word);
}

bool message_word_is_domain_ending(struct slice word)
{
    return HAS(domain_endings, word);
}
