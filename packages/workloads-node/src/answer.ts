/**
 * What an endpoint gives back, before any framework has touched it.
 * An object is sent as JSON, a string as it stands, `null` is no body.
 */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object | string | null;
}

// The spelling that Fastify and Express use by themselves, so that every Node stack sends the same bytes.
const jsonHeaders = { "content-type": "application/json; charset=utf-8" };
const textHeaders = { "content-type": "text/plain; charset=utf-8" };
const htmlHeaders = { "content-type": "text/html; charset=utf-8" };
const noHeaders = {};

export function json(status: number, body: object): Answer {
  return { status, headers: jsonHeaders, body };
}

/** 201 with the place of what was made. */
export function created(location: string, body: object): Answer {
  return { status: 201, headers: { ...jsonHeaders, location }, body };
}

export function text(body: string): Answer {
  return { status: 200, headers: textHeaders, body };
}

export function html(body: string): Answer {
  return { status: 200, headers: htmlHeaders, body };
}

export function empty(): Answer {
  return { status: 204, headers: noHeaders, body: null };
}

export function notFound(): Answer {
  return json(404, { error: "not found" });
}
