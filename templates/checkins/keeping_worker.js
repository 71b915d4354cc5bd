{% load static %}// Without signal, shows the page /offline/ in the place of a check-in or a catcher's board, so that what this device
// keeps can be read and added to there. It keeps that page and what it is drawn with, and nobody's words.
const PAGES = /^\/c\/[^/]+\/gatherings\/\d+\/(check-in|catch(\/notes)?)\/$/
const OFFLINE = '{% url "offline" %}'
const KEPT = [OFFLINE, '{% static "css/site.css" %}', '{% static "css/catching.css" %}', '{% static "img/favicon.svg" %}', '{% static "js/keeping.js" %}']
let away = false

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(caches.open('offline').then((cache) => cache.addAll(KEPT)))
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

const page = async (request) => {
  try {
    const answer = await fetch(request)
    away = false
    return answer
  } catch {
    away = true
    return (await caches.match(OFFLINE)) ?? Response.error()
  }
}

const part = async (request) => {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match(request)) ?? Response.error()
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const path = new URL(request.url).pathname
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') {
    if (PAGES.test(path)) event.respondWith(page(request))
  } else if (away && KEPT.includes(path)) event.respondWith(part(request))
})
