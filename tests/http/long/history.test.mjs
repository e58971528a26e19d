// The tests of what editing must stand, with a thousand revisions of one guide.
process.env.RUNBOOKD_REVISIONS = "1000";
await import("../editing_faults.test.mjs");
