// Space, → and Enter read on, ← reads the stanza before: the same links a tap follows.
const ways = { " ": "onward", ArrowRight: "onward", PageDown: "onward", ArrowLeft: "back", PageUp: "back" };

addEventListener("keydown", (event) => {
  const link = document.getElementById(ways[event.key]);
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  link.click();
});
