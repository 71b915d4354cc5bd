// Looks every five seconds, while the page is seen, whether a host has nodded, and goes on then. After half an hour it
// rests: the link on the page does the same.
const place = document.querySelector('[data-waits]')
const until = Date.now() + 30 * 60 * 1000

const look = async () => {
  if (document.hidden || Date.now() > until) return
  try {
    const answer = await fetch(place.dataset.waits)
    if (answer.status !== 204) location.assign(place.dataset.then)
  } catch { /* no signal for a moment: the next look may find one */ }
}

setInterval(look, 5000)
document.addEventListener('visibilitychange', look)
