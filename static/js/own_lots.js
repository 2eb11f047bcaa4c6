/** What a price leaves the seller moves with the price of its card, half a centavo upwards. */

const figures = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

for (const card of document.querySelectorAll("[data-card]")) {
  const amount = card.querySelector('[data-part="amount"]');
  const alone = document.querySelectorAll("[data-card]").length === 1;
  const net = (alone ? document : card).querySelector("[data-net]");
  if (!amount || !net) continue;
  new MutationObserver(() => {
    const cents = Number(amount.textContent.replace(/\D/g, ""));
    const fee = Math.round((cents * Math.round(Number(net.dataset.net) * 100)) / 10_000);
    net.textContent = `R$\u00a0${figures.format((cents - fee) / 100)}`;
  }).observe(amount, { childList: true, characterData: true, subtree: true });
}
