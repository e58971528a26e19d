// One runbookd process for a test: starts it on a free port with a store of its own, talks to it,
// and proves at the end that it stopped cleanly and that no sanitizer had anything to say.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
export const CONTENT = join(ROOT, "content");
export const FIXTURES = join(ROOT, "tests/fixtures");
export const BINARY = resolve(process.env.RUNBOOKD_BIN ?? join(ROOT, "build-test/runbookd"));

process.setMaxListeners(0);
process.on("SIGTERM", () => process.exit(1)); // so that servers left behind are ended
const START_MS = 60_000;
const STOP_MS = 30_000;
const SANITIZER = /AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:/;

/* Settings of the person who runs the tests must not reach the server. */
function cleanEnvironment(extra) {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("RUNBOOKD_")));
    return {
        ASAN_OPTIONS: "detect_leaks=1:strict_string_checks=1",
        UBSAN_OPTIONS: "print_stacktrace=1",
        ...env,
        ...extra,
    };
}

/* A folder that goes away after the test (t.after) or with the process. */
export function temporaryFolder(t) {
    const dir = mkdtempSync(join(tmpdir(), "runbookd-test-"));
    const remove = () => rmSync(dir, { recursive: true, force: true });
    if (t) t.after(remove);
    else process.on("exit", remove);
    return dir;
}

function deadline(promise, ms, what) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/* Runs a subcommand to its end: {code, signal, stdout, stderr}. */
export async function runbookd(args, { env = {}, input, timeout = START_MS } = {}) {
    const child = spawn(BINARY, args, { env: cleanEnvironment(env), stdio: ["pipe", "pipe", "pipe"] });
    const out = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => (out.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (out.stderr += text));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const ended = new Promise((done, broken) => {
        child.on("error", broken);
        child.on("close", (code, signal) => done({ code, signal, ...out }));
    });
    try {
        const result = await deadline(ended, timeout, `runbookd ${args.join(" ")}`);
        assert.doesNotMatch(result.stderr, SANITIZER);
        return result;
    } catch (error) {
        child.kill("SIGKILL");
        error.message += `\n${out.stdout}${out.stderr}`;
        throw error;
    }
}

/* Passwords that are hashed fast: only for tests. */
export const FAST = ["--password-passes", "1", "--password-memory-mb", "8"];

export class Server {
    constructor(child, data) {
        this.child = child;
        this.data = data;
        this.output = "";
        this.exited = new Promise((done, broken) => {
            child.on("error", broken);
            child.on("close", (code, signal) => done({ code, signal }));
        });
    }

    /* Settles on the first line that names the loopback address with a port. */
    async listening() {
        const address = new Promise((found, lost) => {
            const look = (text) => {
                this.output += text;
                const match = /\b127\.0\.0\.1:([1-9]\d*)/.exec(this.output);
                if (match) found(Number(match[1]));
            };
            this.child.stdout.setEncoding("utf8").on("data", look);
            this.child.stderr.setEncoding("utf8").on("data", look);
            this.exited.then(({ code, signal }) =>
                lost(new Error(`runbookd ended with ${code ?? signal} before it listened:\n${this.output}`)), lost);
        });
        this.port = await deadline(address, START_MS, `starting runbookd\n${this.output}\n`);
        this.origin = `http://127.0.0.1:${this.port}`;
        return this;
    }

    /* One request on a connection of its own. `body` may be a string, Buffer, or an object (sent
     * as JSON); `form` an object or URLSearchParams; `jar` a Jar. The target is sent as it is. */
    request(method, target, { headers = {}, body, form, jar, accept } = {}) {
        const send = { ...headers };
        let bytes = null;
        if (form !== undefined) {
            bytes = Buffer.from(new URLSearchParams(form).toString());
            send["Content-Type"] ??= "application/x-www-form-urlencoded";
        } else if (body !== undefined) {
            const raw = typeof body === "string" || Buffer.isBuffer(body);
            bytes = Buffer.from(raw ? body : JSON.stringify(body));
            send["Content-Type"] ??= "application/json";
        }
        if (bytes) send["Content-Length"] ??= bytes.length;
        if (accept) send.Accept = accept;
        if (jar?.header()) send.Cookie = jar.header();
        return new Promise((done, broken) => {
            const options = { host: "127.0.0.1", port: this.port, method, path: target, headers: send, agent: false };
            const request = http.request(options, (response) => {
                const chunks = [];
                response.on("data", (chunk) => chunks.push(chunk));
                response.on("error", broken);
                response.on("end", () => {
                    jar?.take(response.headers["set-cookie"] ?? []);
                    done(new Answer(response, Buffer.concat(chunks)));
                });
            });
            request.setTimeout(30_000, () => request.destroy(new Error(`${method} ${target}: no answer`)));
            request.on("error", broken);
            request.end(bytes ?? undefined);
        });
    }

    get(target, options) {
        return this.request("GET", target, options);
    }

    post(target, options) {
        return this.request("POST", target, options);
    }

    /* Sends bytes as they are and gives all that came back until the server closed, or until
     * `enough` is true of it. */
    raw(bytes, { timeout = 10_000, enough } = {}) {
        return new Promise((done, broken) => {
            const socket = net.connect(this.port, "127.0.0.1", () => socket.write(bytes));
            let got = "";
            const finish = () => {
                socket.destroy();
                done(got);
            };
            socket.setEncoding("latin1");
            socket.on("data", (text) => {
                got += text;
                if (enough?.(got)) finish();
            });
            socket.on("end", finish);
            socket.on("close", finish);
            socket.on("error", (error) => (got === "" && error.code !== "ECONNRESET" ? broken(error) : finish()));
            socket.setTimeout(timeout, () => {
                socket.destroy();
                broken(new Error(`no end after ${timeout} ms; so far: ${JSON.stringify(got)}`));
            });
        });
    }

    /* From now on no file grows: to the program that is a full disk. Told to the process itself, so that nothing else on the
     * machine notices. */
    fillDisk() {
        this.#limit("1");
    }

    emptyDisk() {
        this.#limit("unlimited");
    }

    #limit(soft) {
        execFileSync("prlimit", ["--pid", String(this.child.pid), `--fsize=${soft}:unlimited`]);
    }

    /* kill -9: nothing may be lost that was acknowledged. */
    async kill() {
        this.child.kill("SIGKILL");
        await deadline(this.exited, STOP_MS, "killing runbookd");
    }

    /* SIGTERM: it must end by itself with 0, and no sanitizer may have spoken. */
    async stop() {
        this.child.kill("SIGTERM");
        const { code, signal } = await deadline(this.exited, STOP_MS, "stopping runbookd").catch((error) => {
            this.child.kill("SIGKILL");
            error.message += `\n${this.output}`;
            throw error;
        });
        assert.doesNotMatch(this.output, SANITIZER);
        assert.equal(code, 0, `exit ${code ?? signal} after SIGTERM:\n${this.output.slice(-4000)}`);
    }
}

export class Answer {
    constructor(response, body) {
        this.status = response.statusCode;
        this.headers = response.headers;
        this.rawHeaders = response.rawHeaders;
        this.body = body;
    }

    get text() {
        return this.body.toString("utf8");
    }

    get json() {
        return JSON.parse(this.text);
    }

    get type() {
        return (this.headers["content-type"] ?? "").split(";")[0].trim();
    }

    get location() {
        return this.headers.location;
    }
}

/* A visitor's cookies, as a browser would keep them for one site. */
export class Jar {
    constructor() {
        this.cookies = new Map();
        this.lines = [];
    }

    take(lines) {
        for (const line of lines) {
            this.lines.push(line);
            const [pair] = line.split(";");
            const at = pair.indexOf("=");
            const name = pair.slice(0, at).trim();
            if (/;\s*max-age=0\b/i.test(line)) this.cookies.delete(name);
            else this.cookies.set(name, pair.slice(at + 1).trim());
        }
    }

    header() {
        return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    }
}

/* Starts `runbookd serve`, with accounts for `users`. Rates are off unless the test sets them, and passwords are hashed
 * fast; everything else is as delivered. */
export async function start({ content = CONTENT, data = temporaryFolder(), args = [], env = {}, users = {} } = {}) {
    await addUsers(data, users);
    const all = ["serve", "--data", data, "--listen", "127.0.0.1:0"];
    if (content) all.push("--content", content);
    if (!args.includes("--vote-rate")) all.push("--vote-rate", "0");
    if (!args.includes("--run-rate")) all.push("--run-rate", "0");
    if (!args.includes("--password-passes")) all.push(...FAST);
    if (!args.includes("--ask-rate")) all.push("--ask-rate", "0");
    const child = spawn(BINARY, [...all, ...args], { env: cleanEnvironment(env), stdio: ["ignore", "pipe", "pipe"] });
    /* A test that failed must not be kept waiting by the server that it left behind. */
    for (const handle of [child, child.stdout, child.stderr]) handle.unref();
    process.on("exit", () => child.kill("SIGKILL"));
    return new Server(child, data).listening();
}

/* Makes accounts: {name: "role,role"}, all with PASSWORD; before the server starts. */
export const PASSWORD = "five green bottles 9";
async function addUsers(data, users) {
    for (const [name, roles] of Object.entries(users)) {
        const args = ["user", "add", name, "--role", roles, "--data", data, ...FAST];
        const { code, stderr } = await runbookd(args, { input: `${PASSWORD}\n` });
        assert.equal(code, 0, stderr);
    }
}

/* For node:test: one server for a whole file, stopped (and judged) after its last test.
 *
 *   const server = serving(before, after, {...});   …   server().get("/")
 */
export function serving(before, after, options) {
    let server = null;
    before(async () => {
        server = await start(options);
    });
    after(async () => {
        if (server) await server.stop();
    });
    return () => server;
}
