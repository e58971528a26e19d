// What `runbookd routes` prints: name, methods, pattern, access, lane, tab-separated.
export function readRoutes(text) {
    return text
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#"))
        .map((line) => {
            const [name, methods, pattern, access, lane] = line.split("\t").map((cell) => cell.trim());
            return { name, methods: methods.split(/[,| ]+/).map((m) => m.toUpperCase()), pattern, access, lane };
        });
}
