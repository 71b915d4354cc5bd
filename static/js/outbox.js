// What waits on this device under one key until the server has it: items in their order, each with its own mark.
export const outbox = (key) => {
  let memory = [] // where the browser keeps nothing for us
  const read = () => {
    try { return JSON.parse(localStorage.getItem(key))?.items ?? [] } catch { return memory }
  }
  const write = (items) => {
    memory = items
    try {
      if (items.length) localStorage.setItem(key, JSON.stringify({ items, at: Date.now() }))
      else localStorage.removeItem(key)
    } catch { /* no room */ }
  }
  const add = (what) => {
    const item = { nonce: newMark(), ...what }
    write([...read(), item])
    return item
  }
  const drop = (item) => write(read().filter((each) => each.nonce !== item.nonce))
  const change = (item, more) => write(read().map((each) => each.nonce === item.nonce ? { ...each, ...more } : each))
  return { read, add, drop, change }
}

const newMark = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
