/* Small helpers shared by the modules. */

export const prefix = document.documentElement.dataset.prefix;

/* Speaks through the page's one live region. */
export function say(text) {
  const live = document.getElementById("page-live");
  live.textContent = live.textContent === text ? text + "\u00a0" : text;
}

/* "Copy line %1" with its values. */
export function fill(pattern, ...values) {
  return pattern.replace(/%(\d)/g, (_, n) => values[n - 1]);
}

/* make("button", {type: "button", class: "x"}, "text", child…) */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  element.append(...children.filter((child) => child != null));
  return element;
}

/* JSON in, JSON out. Rejects on anything but 2xx; the error carries the status and the body. */
export async function call(url, body) {
  const options = { headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(url, options);
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(response.status), { status: response.status, answer });
  return answer;
}
