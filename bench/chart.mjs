// The chart of the README, from the figures of one quiet run.
//
//   node bench/page_rate.mjs --figures bench/figures.json && node bench/write_rate.mjs --figures bench/figures.json
//   node bench/chart.mjs bench/figures.json docs/speed       writes docs/speed.svg and docs/speed-dark.svg
//
// Bars whose figure is not there are left out.
import { readFileSync, writeFileSync } from "node:fs";

const [source, out] = process.argv.slice(2);
if (!out) throw new Error("usage: node bench/chart.mjs FIGURES.json OUT (without .svg)");
const figures = JSON.parse(readFileSync(source, "utf8"));

const PANELS = [
    {
        title: "A guide of 30 KB: pages a second",
        bars: [
            ["ours_brotli", "runbookd, as browsers ask (brotli)", true],
            ["nginx_brotli", "tuned nginx, the same brotli bytes"],
            ["ours", "runbookd, plain", true],
            ["nginx", "tuned nginx, the same plain bytes"],
            ["bare", "bare libmicrohttpd, the same plain bytes"],
            ["ours_unkept", "runbookd, page cache off: made each time", true],
        ],
    },
    {
        title: "Writes that are on the disk before the answer: a second",
        bars: [
            ["vote", "runbookd, a vote over HTTP", true],
            ["answer", "runbookd, a tree run with its first answer", true],
            ["sqlite_together", "SQLite alone, 64 votes a commit"],
            ["sqlite_each", "SQLite alone, each its own commit"],
        ],
    },
];
const THEMES = {
    "": { ink: "#1f2328", soft: "#59636e", ours: "#0b57b0", other: "#b3bcc7", line: "#d1d9e0" },
    "-dark": { ink: "#f0f6fc", soft: "#9198a1", ours: "#4f9cf9", other: "#545d68", line: "#3d444d" },
};
const WIDTH = 820, LABEL = 330, BAR = 20, STEP = 32, PAD = 12;
const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const told = (value) => (value >= 10000 ? Math.round(value / 1000) * 1000 : Math.round(value / 100) * 100).toLocaleString("en");

function panel({ title, bars }, top) {
    const known = bars.filter(([key]) => figures[key] > 0);
    const most = Math.max(...known.map(([key]) => figures[key]));
    const scale = (WIDTH - LABEL - 80) / most;
    const rows = known.map(([key, label, ours], i) => {
        const y = top + 36 + i * STEP;
        const width = Math.max(3, figures[key] * scale);
        return `<text x="${LABEL - PAD}" y="${y + 15}" text-anchor="end" class="${ours ? "ink" : "soft"}">${escape(label)}</text>
<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3" class="${ours ? "ours" : "other"}"/>
<text x="${(LABEL + width + 8).toFixed(1)}" y="${y + 15}" class="ink value">${told(figures[key])}</text>`;
    });
    const text = `<text x="0" y="${top + 18}" class="ink title">${escape(title)}</text>
${rows.join("\n")}
<line x1="${LABEL}" x2="${LABEL}" y1="${top + 30}" y2="${top + 36 + known.length * STEP - 6}" class="axis"/>`;
    return { text, height: known.length ? 36 + known.length * STEP + 20 : 0, spoken: `${title}. ${known.map(([key, label]) => `${label}: ${told(figures[key])}`).join("; ")}.` };
}

function chart(theme) {
    let top = 0;
    const panels = PANELS.map((one) => {
        const drawn = panel(one, top);
        top += drawn.height;
        return drawn.height ? drawn : { text: "", spoken: "" };
    });
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + 16}" width="${WIDTH}" height="${top + 16}" role="img" aria-labelledby="title">
<title id="title">${escape(panels.map((one) => one.spoken).join(" "))}</title>
<style>
text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.title { font-weight: 600; font-size: 16px; } .value { font-weight: 600; } .ink { fill: ${theme.ink}; } .soft { fill: ${theme.soft}; }
.ours { fill: ${theme.ours}; } .other { fill: ${theme.other}; } .axis { stroke: ${theme.line}; } .foot { font-size: 12px; }
</style>
${panels.map((one) => one.text).join("\n")}
<text x="0" y="${top + 6}" class="soft foot">${escape(figures.machine)}</text>
</svg>
`;
}

for (const [suffix, theme] of Object.entries(THEMES)) writeFileSync(`${out}${suffix}.svg`, chart(theme));
