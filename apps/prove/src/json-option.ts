/** Of every proof and every benchmark of the harness. */
export const jsonOption = {
  json: { help: "stdout is one JSON object: {name, pass, figures}" },
};
