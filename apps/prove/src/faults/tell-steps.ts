/**
 * Read before the program (`node --import`): it then tells each of its steps, as it does to a person at a terminal, which
 * is how a fault finds its moment. Nothing else of the program is changed.
 */
process.stderr.isTTY = true;
process.stderr.columns = 400;
process.env["TERM"] = "xterm";
delete process.env["CI"];
