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

/** Uploads one file for a form of the person; returns it as the form holds it. */
export async function upload(person, file) {
  const search = new URLSearchParams({ as: person, name: file.name }).toString();
  const options = { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file };
  return (await ask(`/page/upload?${search}`, options)).file;
}

export function post(path, body) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}
