/**
 * The one way this console makes elements. Text goes in as text: there is no call here, or anywhere else,
 * that makes markup of a string.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] Of the element; `data` for its data attributes.
 * @param {...(Node | string)} children
 */
export function element(tag, { data = {}, ...properties } = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

/** @param {ParentNode} root @param {string} name Of its data attribute. */
export const part = (root, name) => root.querySelector(`[data-${name}]`);

/** @param {ParentNode} root @param {string} name */
export const form = (root, name) => root.querySelector(`form[data-form="${name}"]`);

/**
 * What a form does when it is sent. While that takes time its button waits, so that one press is one deed.
 * @param {HTMLFormElement} form
 * @param {(values: Record<string, string>) => unknown} act
 */
export function onSubmit(form, act) {
  const button = form.querySelector('button.primary');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    const focused = document.activeElement;
    try {
      await act(Object.fromEntries(new FormData(form)));
    } finally {
      if (!button.hasAttribute('data-off')) button.disabled = false;
      // A button that is disabled loses the focus; who works by keyboard should not.
      if (focused === button) button.focus();
    }
  });
}

/** @param {HTMLElement} output @param {string} text @param {'ok' | 'error'} [kind] */
export function tell(output, text, kind = 'ok') {
  output.dataset.kind = kind;
  output.textContent = text;
}

/**
 * Runs a deed and says how it went.
 * @param {HTMLElement} output
 * @param {() => Promise<string>} deed
 */
export async function telling(output, deed) {
  try {
    tell(output, await deed());
  } catch (error) {
    tell(output, error.message, 'error');
  }
}
