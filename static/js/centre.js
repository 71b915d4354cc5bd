// The Centre by keys, for who shares it on a call: on, back, the bell. It fills the screen and keeps it awake.
const keys = { ArrowRight: 'on', ' ': 'on', Enter: 'on', ArrowLeft: 'back', b: 'ring', B: 'ring' }

addEventListener('keydown', event => {
  const key = keys[event.key]
  if (!key || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
  if ((event.key === ' ' || event.key === 'Enter') && event.target.closest('button')) return // the button's own
  event.preventDefault()
  document.getElementById(key)?.click()
})

const awake = () => navigator.wakeLock?.request('screen').catch(() => {})
document.addEventListener('visibilitychange', () => { if (!document.hidden) awake() })
awake()

addEventListener('pointerdown', event => {
  if (event.pointerType === 'touch') document.documentElement.requestFullscreen?.().catch(() => {})
}, { once: true })
