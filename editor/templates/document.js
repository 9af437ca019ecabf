const form = document.querySelector("form");
const status = form.querySelector("[role=status]");

const ticked = () =>
  [...form.querySelectorAll("article")].flatMap((article) => {
    const verdict = article.querySelector("input:checked");
    if (!verdict) return [];
    const { id, fingerprint } = article.dataset;
    const words = article.querySelector("textarea").value.trim();
    return [{ id, fingerprint, is_right: verdict.value === "right", words }];
  });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const texts = ticked();
  status.textContent = texts.length ? status.dataset.saved : status.dataset.none;
  if (!texts.length) return;
  const { by, on } = Object.fromEntries(new FormData(form));
  const saved = JSON.stringify({ by, on, texts }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([saved], { type: "application/json" }));
  link.download = `bekraftat-${on}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
});
