/**
 * `gunicorn.conf.py` of a command line of gunicorn, whose settings are called as its options are
 * (https://gunicorn.org/reference/settings/). Undefined for any other command.
 */
export function gunicornConf(line: string): string | undefined {
  const [program, ...words] = line.split(" ");
  if (program !== "gunicorn") return undefined;
  const settings = words.flatMap((word) => {
    const [, name, value] = /^--([a-z-]+)=(.+)$/.exec(word) ?? [];
    return name === undefined ? [] : [`${name.replaceAll("-", "_")} = ${literal(value!)}`];
  });
  return `${settings.join("\n")}\n`;
}

/** As Python writes it: a mask of permissions has eight as its base. */
function literal(value: string): string {
  if (/^0[0-7]+$/.test(value)) return `0o${value.slice(1)}`;
  return /^\d+$/.test(value) ? value : JSON.stringify(value);
}
