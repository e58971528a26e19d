// How fast our page goes out beside DokuWiki's, with its page cache and PHP's opcache on: the same guide in its syntax,
// about as many bytes, 64 keep-alive connections, all taking turns.
//
//   node bench/dokuwiki.mjs [--binary build/runbookd] [--packages FOLDER] [--children 4] [--rounds 9] [--seconds 2]
//
// It fetches Debian's packages (apt-get download; nothing is installed) into a folder of its own, unpacks them there and
// runs php-fpm behind nginx from it; --packages FOLDER takes those that lie there, and keeps them there. It must run as root
// or as a user who may write there, and needs Debian 12.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { answering, begin, CORES, cpuOf, end, folder, freePort, inTurn, load, median, needs, portal, ratios, readArguments, ROOT, spread, table, wire, wrk } from "./peers.mjs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), packages: "", children: "4", rounds: "9", seconds: "2" });
const SLUG = "outlook-ost-sync-errors-in-cached-mode";
const PACKAGES = ["dokuwiki", "php-geshi", "libphp-simplepie", "php-phpseclib", "php-random-compat", "libjs-jquery", "libjs-jquery-ui", "libjs-jquery-cookie",
    "php8.2-fpm", "php8.2-common", "php8.2-cli", "php8.2-opcache", "php8.2-xml", "php8.2-intl"];
needs("wrk", "nginx", "apt-get", "dpkg", options.binary);

function run(command, args, cwd) {
    const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
    if (status === 0) return;
    console.error(`${command} ${args.join(" ")}\n${stderr}\nDokuWiki's packages are not to be had: ${PACKAGES.join(" ")}`);
    process.exit(2);
}

/* Every file and link below a folder. */
function* below(path) {
    for (const name of readdirSync(path)) {
        const full = join(path, name);
        const isFolder = lstatSync(full).isDirectory();
        if (isFolder) yield* below(full);
        else yield full;
    }
}

/* Unpacked; what names a place of the system now names the same place below `root`. */
function unpack(root) {
    const packages = options.packages ? resolve(options.packages) : folder();
    mkdirSync(packages, { recursive: true });
    const missing = PACKAGES.filter((name) => !readdirSync(packages).some((file) => file.startsWith(`${name}_`)));
    if (missing.length) run("apt-get", ["download", ...missing], packages);
    for (const name of PACKAGES) run("dpkg", ["-x", join(packages, readdirSync(packages).find((file) => file.startsWith(`${name}_`))), root]);
    for (const path of below(root)) {
        if (lstatSync(path).isSymbolicLink()) {
            const to = readlinkSync(path);
            if (!to.startsWith("/")) continue;
            rmSync(path);
            symlinkSync(root + to, path);
        } else if (path.endsWith(".php")) {
            const text = readFileSync(path, "latin1");
            const moved = text.replace(/(['"])\/(usr\/share|etc\/dokuwiki|var\/lib\/dokuwiki)/g, `$1${root}/$2`);
            if (moved !== text) writeFileSync(path, moved, "latin1");
        }
    }
}

/* The guide's Markdown in DokuWiki's syntax. */
function guide() {
    const path = [...below(join(ROOT, "content/articles"))].find((file) => file.endsWith(`/${SLUG}.md`));
    let isCode = false;
    return readFileSync(path, "utf8").replace(/^---[\s\S]*?\n---\n/, "").split("\n").map((line) => {
        if (line.startsWith("```")) return (isCode = !isCode) ? "<code>" : "</code>";
        if (isCode) return line;
        const [, marks, words] = /^(#+) (.*?)(?: \{.*\})?$/.exec(line) ?? [];
        if (marks) return `${"=".repeat(7 - marks.length)} ${words} ${"=".repeat(7 - marks.length)}`;
        return line.replace(/^- /, "  * ").replace(/^\d+\. /, "  - ").replaceAll("`", "''");
    }).join("\n");
}

function configure(root, socket) {
    const data = join(root, "var/lib/dokuwiki/data");
    writeFileSync(join(root, "etc/dokuwiki/local.php"), `<?php\n$conf['title'] = 'Bench';\n$conf['useacl'] = 0;\n$conf['savedir'] = '${data}';\n`);
    mkdirSync(join(root, "sessions"));
    const modules = join(root, "usr/lib/php/20220829");
    const extensions = ["ctype", "dom", "fileinfo", "iconv", "intl", "posix", "simplexml", "tokenizer", "xml", "xmlreader", "xmlwriter"].filter((name) => existsSync(join(modules, `${name}.so`)));
    writeFileSync(join(root, "php.ini"), [`extension_dir=${modules}`, `zend_extension=${modules}/opcache.so`, ...extensions.map((name) => `extension=${name}`),
        "opcache.enable=1", "opcache.validate_timestamps=0", "opcache.memory_consumption=128", "opcache.max_accelerated_files=10000", "realpath_cache_size=4M", "realpath_cache_ttl=600",
        `session.save_path=${root}/sessions`, "session.gc_probability=0", "error_reporting=0", "display_errors=0", ""].join("\n"));
    writeFileSync(join(root, "fpm.conf"), `[global]\ndaemonize=no\nerror_log=${root}/fpm.log\n[www]\nuser=${process.getuid() ? process.env.USER : "root"}\nlisten=${socket}\nlisten.backlog=1024\n` +
        `pm=static\npm.max_children=${options.children}\ncatch_workers_output=no\n`);
}

function nginxBefore(root, port, socket) {
    const php = join(root, "usr/share/dokuwiki");
    const text = readFileSync("/etc/nginx/fastcgi_params", "utf8");
    mkdirSync(join(root, "t"));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((n) => `${n}_temp_path ${root}/t/${n};`);
    writeFileSync(join(root, "nginx.conf"), `
worker_processes ${CORES}; daemon off; pid ${root}/pid; error_log ${root}/error.log crit; user root;
events { worker_connections 4096; use epoll; }
http { access_log off; tcp_nodelay on; keepalive_requests 100000000; server_tokens off; ${temporary.join(" ")}
server { listen 127.0.0.1:${port} backlog=4096; root ${php};
location = /doku.php { ${text} fastcgi_param SCRIPT_FILENAME ${php}/doku.php; fastcgi_pass unix:${socket}; fastcgi_buffers 16 16k; } } }`);
    return begin("nginx", ["-c", join(root, "nginx.conf"), "-p", root, "-e", join(root, "error.log")]);
}

async function dokuwiki(bytes) {
    const root = folder();
    const socket = join(root, "php.sock");
    unpack(root);
    configure(root, socket);
    const page = join(root, "var/lib/dokuwiki/data/pages/guide.txt");
    const child = begin(join(root, "usr/sbin/php-fpm8.2"), ["-R", "-F", "-c", join(root, "php.ini"), "-y", join(root, "fpm.conf")], { env: { ...process.env, PHP_INI_SCAN_DIR: join(root, "sessions") } });
    while (!existsSync(socket)) {
        if (child.exitCode !== null) throw new Error(`php-fpm: ${child.text}`);
        await new Promise((later) => setTimeout(later, 20));
    }
    const port = await freePort();
    const before = nginxBefore(root, port, socket);
    await answering(before, port);
    // As long as ours: the guide as it is, then its last paragraphs once more or not at all.
    const paragraphs = guide().split("\n\n");
    let count = paragraphs.length, answer;
    for (let tries = 0; tries < 40; tries++) {
        writeFileSync(page, Array.from({ length: count }, (_, i) => paragraphs[i % paragraphs.length]).join("\n\n"));
        answer = await wire(port, "/doku.php?id=guide&purge=true");
        if (answer.code !== 200) throw new Error(`DokuWiki answers ${answer.code}\n${answer.head}\n${answer.body}`);
        const off = answer.body.length - bytes;
        if (Math.abs(off) < bytes / 20 || (off > 0 && count === 1)) break;
        count = Math.max(1, count + Math.sign(-off) * Math.max(1, Math.round(Math.abs(off) / 600)));
    }
    return { port, target: "/doku.php?id=guide", pids: [child.pid, before.pid], stop: async () => (await end(before), await end(child)) };
}

const kept = await portal(options.binary);
const unkept = await portal(options.binary, { args: ["--cache-mb", "0"] });
const TARGET = `/articles/${SLUG}`;
const ours = (await wire(kept.port, TARGET)).body.length;
const peer = await dokuwiki(ours);
const theirs = await wire(peer.port, peer.target);
if (!theirs.body.toString().includes("<h1") || theirs.code !== 200) throw new Error(`DokuWiki answers\n${theirs.head}\n${theirs.body}`);
console.log(`load at the start: ${load()}; ours ${ours} bytes, DokuWiki's ${theirs.body.length}\n`);
/* {rate, cpu: microseconds of an answer} */
const measure = async (port, target, pids) => {
    const spent = () => pids.reduce((sum, pid) => sum + cpuOf(pid), 0);
    const before = spent();
    const found = await wrk(port, target, { seconds: Number(options.seconds) });
    if (found.failed) throw new Error(`${found.failed} answers of ${target} were refused`);
    return { rate: found.rate, cpu: ((spent() - before) * 1e6) / found.count };
};
const turns = {
    "ours, kept": () => measure(kept.port, TARGET, [kept.child.pid]),
    "ours, page cache off": () => measure(unkept.port, TARGET, [unkept.child.pid]),
    "DokuWiki, its page cache on": () => measure(peer.port, peer.target, peer.pids),
};
for (const turn of Object.values(turns)) await turn(); // what they keep is warm
const found = await inTurn(turns, Number(options.rounds));
const theirTurns = found["DokuWiki, its page cache on"];
const beside = (turns, what, of) => (turns === theirTurns ? "" : spread(of(turns.map((t) => t[what]), theirTurns.map((t) => t[what])), 1));
table(["page", "a second", "× DokuWiki", "CPU µs", "× less CPU"], Object.entries(found).map(([name, turns]) => [
    name,
    Math.round(median(turns.map((t) => t.rate))),
    beside(turns, "rate", ratios),
    median(turns.map((t) => t.cpu)).toFixed(0),
    beside(turns, "cpu", (ours, theirs) => ratios(theirs, ours)),
]));
await peer.stop();
for (const { child } of [kept, unkept]) await end(child);
