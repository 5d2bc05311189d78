/** The page's requests to its own server. A refusal is thrown with the server's plain words. */

export class Refused extends Error {}

async function answerOf(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    throw new Refused(`The workspace gave an answer that is no JSON (status ${response.status}).`);
  }
  if (!response.ok || body.ok === false) {
    throw new Refused(body.error || `The workspace refused this (status ${response.status}).`);
  }
  return body;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused("The workspace does not answer. Is it still running?");
  }
  return answerOf(response);
}

export function get(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return ask(search ? `${path}?${search}` : path, { headers: { accept: "application/json" } });
}

/** Send the bytes of one file; the answer has its id. */
export function upload(path, query, file) {
  const search = new URLSearchParams(query).toString();
  return ask(`${path}?${search}`, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file });
}

export function post(path, body) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}
