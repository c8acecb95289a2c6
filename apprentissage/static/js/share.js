/* Share and print: two buttons that stay hidden where they would do nothing. */

const COPIED = "Lien copié";
const DONE_FOR = 3000; // milliseconds before the button takes its own words back

async function share(button) {
  const link = { title: document.title, url: button.dataset.share || location.href };
  if (navigator.share) {
    await navigator.share(link).catch(() => {}); // the reader closed the sheet: nothing to say
    return;
  }
  await navigator.clipboard.writeText(link.url);
  const words = button.querySelector("[data-words]");
  const before = words.textContent;
  words.textContent = COPIED;
  setTimeout(() => (words.textContent = before), DONE_FOR);
}

function show(root) {
  const canShare = "share" in navigator || "clipboard" in navigator;
  for (const button of root.querySelectorAll("button[data-share]")) button.hidden = !canShare;
  for (const button of root.querySelectorAll("button[data-print]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-share], button[data-print]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  else share(button);
});
document.addEventListener("htmx:load", (event) => show(event.detail.elt));
show(document);
