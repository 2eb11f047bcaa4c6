/** A postal code fills its address; it never takes what somebody wrote, and never holds anybody up. */

const FILLED = ["street_name", "district", "city", "state"];

for (const place of document.querySelectorAll("[data-cep]")) {
  const code = place.querySelector("[name=zip_code]");
  const said = place.querySelector("[role=status]");
  const byUs = new Map();
  let asked = code.value.replace(/\D/g, "");
  let asking = null;

  const look = async (again) => {
    const cep = code.value.replace(/\D/g, "");
    if (cep.length !== 8 || (cep === asked && !again)) return;
    asked = cep;
    asking?.abort();
    asking = new AbortController();
    said.textContent = place.dataset.asking;
    const waited = AbortSignal.any([asking.signal, AbortSignal.timeout(4000)]);
    const mine = asking;
    let answer = null;
    try {
      answer = await fetch(`/api/cep/${cep}`, { signal: waited, headers: { Accept: "application/json" } });
      if (answer.ok) fill(await answer.json());
    } catch {
      answer = null;
    }
    if (mine !== asking) return;
    const unknown = answer && [404, 422].includes(answer.status);
    said.textContent = answer?.ok ? place.dataset.found : unknown ? place.dataset.unknown : place.dataset.down;
  };

  const fill = (address) => {
    for (const name of FILLED) {
      const field = place.querySelector(`[name=${name}]`);
      const ours = field.value === "" || field.value === byUs.get(name);
      if (!ours || !address[name]) continue;
      field.value = address[name];
      byUs.set(name, address[name]);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const number = place.querySelector("[name=street_number]");
    if (!number.value && document.activeElement === code) number.focus();
  };

  code.addEventListener("input", () => look(false));
  code.addEventListener("change", () => look(false));
  place.querySelector("[data-cep-go]")?.addEventListener("click", (event) => {
    event.preventDefault();
    look(true);
  });
}
