/** Numbers as people here write them: dressed while typing, whatever was pasted. */

const ONLY_DIGITS = /[^0-9]/g;
const DIGITS_AND_LETTERS = /[^0-9A-Z]/g;

const dress = (bare, pattern) => {
  let dressed = "";
  let at = 0;
  for (const place of pattern) {
    if (at >= bare.length) break;
    dressed += place === "#" ? bare[at++] : place;
  }
  return dressed;
};

const phone = (text) => {
  let digits = text.replace(ONLY_DIGITS, "");
  if (/^\s*(\+|00)/.test(text)) digits = digits.replace(/^(00)?55(?=[0-9]{8,})/, "");
  if (digits.length > 11 && digits.startsWith("55")) digits = digits.slice(2);
  if (digits.length > 10) digits = digits.replace(/^0/, "");
  const few = digits.length < 11;
  return dress(digits.slice(0, 11), few ? "(##) ####-####" : "(##) #####-####");
};

const date = (text) => {
  const iso = /^\s*([0-9]{4})-([0-9]{2})-([0-9]{2})\s*$/.exec(text);
  return iso ? `${iso[3]}/${iso[2]}/${iso[1]}` : dress(text.replace(ONLY_DIGITS, "").slice(0, 8), "##/##/####");
};

export const MASKS = {
  cpf: (text) => dress(text.replace(ONLY_DIGITS, ""), "###.###.###-##"),
  cnpj: (text) => dress(text.toUpperCase().replace(DIGITS_AND_LETTERS, ""), "##.###.###/####-##"),
  cep: (text) => dress(text.replace(ONLY_DIGITS, ""), "#####-###"),
  phone,
  date,
};

/** Where the caret stands after dressing: behind as many letters or digits as before. */
export function caretIn(dressed, before) {
  let seen = 0;
  for (let place = 0; place < dressed.length; place += 1) {
    if (seen === before) return place;
    if (/[0-9A-Za-z]/.test(dressed[place])) seen += 1;
  }
  return dressed.length;
}

function wear(field) {
  const mask = MASKS[field.dataset.mask];
  const dressed = mask(field.value);
  if (dressed === field.value) return;
  const caret = field.selectionStart ?? field.value.length;
  const atEnd = caret >= field.value.length;
  const before = field.value.slice(0, caret).replace(/[^0-9A-Za-z]/g, "").length;
  field.value = dressed;
  if (field === document.activeElement) {
    const place = atEnd ? dressed.length : caretIn(dressed, before);
    field.setSelectionRange(place, place);
  }
}

if (typeof document !== "undefined") {
  document.addEventListener("input", ({ target, isComposing }) => {
    if (!isComposing && target.dataset?.mask) wear(target);
  });
  for (const field of document.querySelectorAll("[data-mask]")) {
    field.removeAttribute("maxlength"); // what is pasted may be dressed otherwise
    if (field.value) wear(field);
  }
}
