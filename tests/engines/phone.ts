// A phone in one of the engines: the few things that the stories do, and how they find what they do them to.
import { expect } from '@playwright/test';

/** Says what is meant as a person would: a role and a name. `name` is the whole name, or a part of it in slashes. */
export type Find = [role: 'button' | 'link' | 'radio' | 'field' | 'heading' | 'text', name: string | RegExp];

export interface Phone {
  /** Goes to an address and waits for the document. */
  go(url: string): Promise<void>;
  /** Evaluates an expression in the page; what it gives is JSON. */
  read<T>(expression: string): Promise<T>;
  /** Presses in the middle of what the expression gives. */
  press(element: string): Promise<void>;
  /** Types as with a keyboard. */
  type(element: string, text: string): Promise<void>;
  /** Chooses a file in an `<input type="file">`. */
  choose(element: string, file: string): Promise<void>;
  /** What the screen shows, as PNG. */
  picture(): Promise<Buffer>;
  /** What the page complained about, where the engine tells it. */
  complaints(): string[];
  close(): Promise<void>;
}

// Runs in the page, in engines of 2018 as well.
const FINDER = `function (role, name) {
  var where = {
    button: 'button, [role=button]', link: 'a[href]', radio: 'input[type=radio]', heading: 'h1, h2, h3',
    field: 'input:not([type=file]):not([type=radio]), textarea, select', text: 'p, span, b, h1, h2, li, label'
  }[role];
  function said(element) {
    var label = element.getAttribute('aria-label');
    if (label) return label;
    var by = element.getAttribute('aria-labelledby');
    if (by) return by.split(' ').map(function (id) { var part = document.getElementById(id); return part ? part.textContent : ''; }).join(' ');
    if (element.labels && element.labels.length) return element.labels[0].textContent;
    return element.textContent;
  }
  var found = Array.prototype.filter.call(document.querySelectorAll(where), function (element) {
    if (!element.getClientRects().length || element.disabled) return false;
    var text = said(element).replace(/\\s+/g, ' ').trim();
    return name instanceof RegExp ? name.test(text) : text === name;
  });
  return found[0] || null;
}`;

const expression = ([role, name]: Find): string => `(${FINDER})(${JSON.stringify(role)}, ${name instanceof RegExp ? String(name) : JSON.stringify(name)})`;

/** Waits until it is there. */
export async function see(phone: Phone, ...what: Find): Promise<void> {
  await expect
    .poll(() => phone.read<boolean>(`${expression(what)} !== null`), { message: `${what.join(' ')} to be on the screen`, timeout: 20_000 })
    .toBe(true);
}

export async function tap(phone: Phone, ...what: Find): Promise<void> {
  await see(phone, ...what);
  await phone.press(expression(what));
}

export async function fill(phone: Phone, name: string | RegExp, text: string): Promise<void> {
  await see(phone, 'field', name);
  await phone.type(expression(['field', name]), text);
}

/** Opens a page of the app and waits until it has taken the place of the shell. */
export async function open(phone: Phone, url: string): Promise<void> {
  await phone.go(url);
  await expect.poll(() => phone.read<boolean>(`!document.getElementById('shell') && !!document.querySelector('h1')`), { message: `${url} to be usable`, timeout: 30_000 }).toBe(true);
}
