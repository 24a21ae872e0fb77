/** Whoever submits a form with an e-mail address is that person. A form with `data-seg="off"` is left alone. */
import { on } from './guard';
import { identify } from './hit';
import { isOff } from './settings';

export const watchForms = (): void => {
  if (isOff('forms')) return;
  on(document, 'submit', ({ target }) => {
    const form = target as HTMLFormElement;
    if (form.dataset.seg === 'off') return;
    const filled = (Array.from(form.elements) as HTMLInputElement[]).find(
      ({ type, name, id, value }) =>
        value && (type === 'email' || (type === 'text' && /e-?mail/i.test(name + id))),
    );
    if (filled) identify(filled.value);
  });
};
