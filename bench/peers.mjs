// What the benchmarks of the server share: processes to measure and to measure against, wrk, and
// figures. Peers take turns, so that what else the machine does meets all of them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(fileURLToPath(import.meta.url), "../..");
export const CORES = cpus().length;
const children = new Set();
const folders = [];

process.on("exit", () => {
    for (const child of children) child.kill("SIGKILL");
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/* --name value … and words: {words, name: value}. */
export function readArguments(defaults) {
    const options = { ...defaults, words: [] };
    const words = process.argv.slice(2);
    while (words.length) {
        const word = words.shift();
        if (!word.startsWith("--")) options.words.push(word);
        else if (!(word.slice(2) in defaults)) throw new Error(`${word} is not known`);
        else options[word.slice(2)] = words.shift();
    }
    return options;
}

export function needs(...programs) {
    for (const program of programs) {
        if (existsSync(program) || spawnSync("which", [program]).status === 0) continue;
        console.error(`${program} is not there: apt-get install wrk nghttp2-client nginx-light valgrind; cmake --build build --target bench`);
        process.exit(2);
    }
}

export function folder() {
    const made = mkdtempSync(join(tmpdir(), "runbookd-bench-"));
    folders.push(made);
    return made;
}

export const freePort = () => new Promise((found, lost) => {
    const probe = net.createServer().on("error", lost).listen(0, "127.0.0.1", () => {
        const { port } = probe.address();
        probe.close(() => found(port));
    });
});

export function begin(command, args, options = {}) {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    child.text = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (child.text += text));
    children.add(child);
    child.ended = new Promise((done) => child.on("close", (code) => {
        children.delete(child);
        done(code);
    }));
    return child;
}

export async function end(child, signal = "SIGTERM") {
    child.kill(signal);
    await child.ended;
}

/* Until something answers on the port. */
export async function answering(child, port) {
    for (;;) {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${child.text}`);
        const open = await new Promise((done) => {
            const socket = net.connect(port, "127.0.0.1", () => done(true)).on("error", () => done(false));
            socket.on("close", () => {}).on("connect", () => socket.destroy());
        });
        if (open) return;
        await new Promise((later) => setTimeout(later, 5));
    }
}

/* A portal over `data`, or over content/ in a folder of its own: {port, child}. `wrapped` is a
 * command before it, such as valgrind's. */
export async function portal(binary, { data, args = [], wrapped = [], log } = {}) {
    const port = await freePort();
    const own = data ? [] : ["--content", join(ROOT, "content")];
    const command = [...wrapped, binary, "serve", "--data", data ?? join(folder(), "data"), ...own, "--listen", `127.0.0.1:${port}`, "--log-level", "error", "--vote-rate", "0", "--run-rate", "0", ...args];
    // A log is a file: through a pipe it would be this process that is measured, reading it.
    const child = begin(command[0], command.slice(1), log ? { stdio: ["ignore", "pipe", openSync(log, "a")] } : {});
    await answering(child, port);
    return { port, child };
}

/* An answer as it is on the wire: {head, body, code, header(name)}. */
export function wire(port, target, headers = {}) {
    const lines = Object.entries({ Host: "localhost", Connection: "close", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return new Promise((done, lost) => {
        const chunks = [];
        net.connect(port, "127.0.0.1")
            .on("error", lost)
            .on("data", (chunk) => chunks.push(chunk))
            .on("close", () => {
                const bytes = Buffer.concat(chunks);
                const cut = bytes.indexOf("\r\n\r\n");
                const head = bytes.subarray(0, cut).toString("latin1");
                const header = (name) => new RegExp(`^${name}: (.*?)\\r?$`, "im").exec(head)?.[1];
                done({ head, body: bytes.subarray(cut + 4), code: Number(head.split(" ")[1]), header });
            })
            .write(`GET ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
    });
}

export function bareHandler(binary, port, files) {
    return begin(binary, [String(port), String(CORES), ...files]);
}

/* nginx as one tunes it for files: a worker a core, no log, files kept open, heads added. Each
 * answer is a file with a location of its own. */
export function nginx(port, answers) {
    const root = folder();
    const headers = (answer) => answer.head.split("\r\n").slice(1)
        .filter((line) => !/^(date|content-length|connection|last-modified|content-type):/i.test(line))
        .map((line) => /^(.*?): (.*)$/.exec(line))
        .map(([, name, value]) => `add_header ${name} '${value.replaceAll("'", "\\'")}';`);
    const locations = answers.map((answer, i) => {
        writeFileSync(join(root, String(i + 1)), answer.body);
        return `location = /${i + 1} { default_type "${answer.header("Content-Type") ?? "text/html"}"; etag off; ${headers(answer).join(" ")} }`;
    });
    mkdirSync(join(root, "t"));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((n) => `${n}_temp_path ${root}/t/${n};`);
    writeFileSync(join(root, "nginx.conf"), `
worker_processes ${CORES}; daemon off; pid ${root}/pid; error_log ${root}/error.log crit; worker_rlimit_nofile 20000;
user root;
events { worker_connections 10000; multi_accept on; use epoll; }
http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; server_tokens off;
open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s; types { }
${temporary.join(" ")}
server { listen 127.0.0.1:${port} backlog=4096; root ${root}; ${locations.join("\n")} } }`);
    return begin("nginx", ["-c", join(root, "nginx.conf"), "-p", root, "-e", join(root, "error.log")]);
}

/* A command before another one, whose instructions are then counted into `out`. */
export const under = (out) => ["valgrind", "--quiet", "--tool=callgrind", "--fair-sched=yes", `--callgrind-out-file=${out}/count`];

/* Everything the process did so far, in instructions; each call leaves a file of what came since the one before. */
export function counted(pid, out) {
    if (spawnSync("callgrind_control", ["-d", String(pid)]).status !== 0) throw new Error("callgrind_control failed");
    let total = 0;
    for (const name of readdirSync(out)) {
        const found = /^(?:summary|totals): (\d+)/m.exec(readFileSync(join(out, name), "latin1"));
        if (found) total += Number(found[1]);
    }
    return total;
}

/* Until the process does nothing of its own any more, such as warming what it just read. */
export async function atRest(pid) {
    const ticks = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(" ").slice(13, 15).join();
    for (let before = "", same = 0; same < 5; same = before === ticks() ? same + 1 : 0) {
        before = ticks();
        await new Promise((later) => setTimeout(later, 100));
    }
}

/* CPU of processes and of those that they started, in seconds. */
export function cpuOf(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1).split(" ");
    const below = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").trim().split(" ").filter(Boolean);
    return (Number(fields[11]) + Number(fields[12])) / 100 + below.reduce((sum, child) => sum + cpuOf(child), 0);
}

/* One run of wrk: {rate (a second), median, p99 (ms), failed}. As many threads as cores, so that what is measured is not one
 * thread of wrk. */
export async function wrk(port, target, { headers = {}, seconds = 2, connections = 64, script } = {}) {
    const args = [`-t${CORES}`, `-c${connections}`, `-d${seconds}s`, "--latency"];
    for (const [name, value] of Object.entries(headers)) args.push("-H", `${name}: ${value}`);
    if (script) args.push("-s", script);
    const child = begin("wrk", [...args, `http://127.0.0.1:${port}${target}`]);
    await child.ended;
    const ms = (percent) => {
        const [, value, unit] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(child.text) ?? [];
        return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit ?? "ms"];
    };
    const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(child.text)?.[1]);
    if (!rate) throw new Error(`wrk: ${child.text}`);
    const failed = Number(/Non-2xx or 3xx responses: (\d+)/.exec(child.text)?.[1] ?? 0);
    const count = Number(/(\d+) requests in/.exec(child.text)[1]);
    return { rate, count, median: ms(50), p99: ms(99), failed };
}

/* Answers a second by h2load, which knows that a 304 with a Content-Length has no body; wrk waits for it. */
export async function h2load(port, target, { headers = {}, seconds = 2, connections = 64 } = {}) {
    const args = ["--h1", `-t${CORES}`, `-c${connections}`, `-D${seconds}`];
    for (const [name, value] of Object.entries(headers)) args.push("-H", `${name}: ${value}`);
    const child = begin("h2load", [...args, `http://127.0.0.1:${port}${target}`]);
    await child.ended;
    const rate = Number(/finished in .*?, ([\d.]+) req\/s/.exec(child.text)?.[1]);
    const refused = /(\d+) 4xx, (\d+) 5xx/.exec(child.text);
    if (!rate || refused[1] + refused[2] !== "00") throw new Error(`h2load: ${child.text}`);
    return { rate };
}

export const median = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
};
/* Median, and the quartiles beside it: "0.98 (0.95–1.01)". */
export function spread(values, digits = 2) {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share) => sorted[Math.round(share * (sorted.length - 1))].toFixed(digits);
    return `${median(values).toFixed(digits)} (${at(0.25)}–${at(0.75)})`;
}

/* Each of {name: measure()} in turn, `rounds` times: {name: [figure, …]}; every second round runs
 * backwards, so that none always follows the same. */
export async function inTurn(measures, rounds) {
    const figures = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
    const names = Object.keys(measures);
    for (let round = 0; round < rounds; round++)
        for (const name of round % 2 ? [...names].reverse() : names) figures[name].push(await measures[name]());
    return figures;
}

export const ratios = (above, below) => above.map((value, i) => value / below[i]);

/* A figure of /proc/PID/status in MiB. */
export const memory = (pid, name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

export const load = () => readFileSync("/proc/loadavg", "utf8").split(" ")[0];

/* Figures that chart.mjs draws: those of this run take the place of older ones in `file`. */
export function noteFigures(file, found) {
    if (!file) return;
    const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, `${JSON.stringify({ ...known, ...found }, null, 4)}\n`);
}

export function table(head, rows) {
    console.log(`| ${head.join(" | ")} |\n|${head.map(() => "---").join("|")}|`);
    for (const row of rows) console.log(`| ${row.join(" | ")} |`);
}
