// Just enough HTML reading for tests: a tolerant tokenizer and a tree that can be searched. It is
// not a browser; what needs one stands in tests/browser.
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const RAW = new Set(["script", "style", "textarea", "title"]);
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", "#39": "'" };

export function decode(text) {
    return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name) => {
        if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
        if (name[0] === "#") return String.fromCodePoint(Number(name.slice(1)));
        return ENTITIES[name.toLowerCase()] ?? whole;
    });
}

class Node {
    constructor(name, attributes, parent) {
        this.name = name;
        this.attributes = attributes;
        this.parent = parent;
        this.children = [];
    }

    attr(name) {
        return this.attributes[name];
    }

    /* Every element below this one that is called `name` (or "*") and for which `test` holds. */
    all(name, test = () => true) {
        const found = [];
        for (const child of this.children) {
            if (typeof child === "string") continue;
            if ((name === "*" || child.name === name) && test(child)) found.push(child);
            found.push(...child.all(name, test));
        }
        return found;
    }

    one(name, test) {
        return this.all(name, test)[0] ?? null;
    }

    byId(id) {
        return this.one("*", (node) => node.attr("id") === id);
    }

    /* What a reader sees: text with white space folded. */
    get text() {
        const raw = this.children.map((c) => (typeof c === "string" ? c : c.name === "script" ? "" : ` ${c.text} `));
        return raw.join("").replace(/\s+/g, " ").trim();
    }

    /* Text exactly as it stands, for <pre> and <textarea>. */
    get exact() {
        return this.children.map((c) => (typeof c === "string" ? c : c.exact)).join("");
    }
}

const TOKEN = /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;

function readAttributes(text) {
    const attributes = {};
    for (const [, name, quoted, single, bare] of text.matchAll(ATTRIBUTE))
        attributes[name.toLowerCase()] ??= decode(quoted ?? single ?? bare ?? "");
    return attributes;
}

export function parse(html) {
    const root = new Node("#root", {}, null);
    let here = root;
    let at = 0;
    const addText = (text) => {
        if (text) here.children.push(decode(text));
    };
    TOKEN.lastIndex = 0;
    for (let token = TOKEN.exec(html); token; token = TOKEN.exec(html)) {
        addText(html.slice(at, token.index));
        at = TOKEN.lastIndex;
        const name = token[2]?.toLowerCase();
        if (!name) continue;
        if (token[1]) {
            let open = here;
            while (open !== root && open.name !== name) open = open.parent;
            if (open !== root) here = open.parent;
            continue;
        }
        const node = new Node(name, readAttributes(token[3]), here);
        here.children.push(node);
        if (VOID.has(name) || token[3].endsWith("/")) continue;
        if (RAW.has(name)) {
            const end = html.toLowerCase().indexOf(`</${name}`, at);
            const stop = end < 0 ? html.length : end;
            const text = html.slice(at, stop);
            node.children.push(name === "script" || name === "style" ? text : decode(text));
            const close = html.indexOf(">", stop);
            at = TOKEN.lastIndex = close < 0 ? html.length : close + 1;
            continue;
        }
        here = node;
    }
    addText(html.slice(at));
    return root;
}

/* Headings in order: [{level, text, id}]. */
export function headings(root) {
    return root
        .all("*", (node) => /^h[1-6]$/.test(node.name))
        .map((node) => ({ level: Number(node.name[1]), text: node.text, id: node.attr("id") }));
}

/* A form's fields as a browser would send them with this button pressed. */
export function fields(form, button = null) {
    const pairs = [];
    for (const node of form.all("*")) {
        const name = node.attr("name");
        if (!name || node.attr("disabled") !== undefined) continue;
        const type = node.attr("type") ?? "text";
        if (node.name === "input" && (type === "radio" || type === "checkbox")) {
            if (node.attr("checked") !== undefined) pairs.push([name, node.attr("value") ?? "on"]);
        } else if (node.name === "input" && type !== "submit" && type !== "button") pairs.push([name, node.attr("value") ?? ""]);
        else if (node.name === "textarea") pairs.push([name, node.exact.replace(/^\r?\n/, "")]);
        else if (node.name === "select") {
            const options = node.all("option");
            const chosen = options.find((o) => o.attr("selected") !== undefined) ?? options[0];
            if (chosen) pairs.push([name, chosen.attr("value") ?? chosen.text]);
        }
    }
    if (button?.attr("name")) pairs.push([button.attr("name"), button.attr("value") ?? ""]);
    return new URLSearchParams(pairs);
}

/* Every URL that the page names, with where it stands. */
export function urls(root) {
    const found = [];
    for (const node of root.all("*")) {
        for (const name of ["href", "src", "action", "formaction", "poster"]) {
            const value = node.attr(name);
            if (value !== undefined) found.push({ node, name, value });
        }
        if (node.name === "meta" && /^(og|twitter):(url|image)$/.test(node.attr("property") ?? node.attr("name") ?? ""))
            found.push({ node, name: "content", value: node.attr("content") });
    }
    return found;
}
