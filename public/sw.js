// Keeps the app itself on the phone, so that it opens at once and without a network. What is asked of the API, and what
// is sent, never passes through here: nothing that people write or read of cases is kept by it.
//
// One version of the app is the document and the files that it names. A new version is fetched whole in the background
// and takes over when the app is opened next: never under a page that someone is writing on.
'use strict';

/** The document and the files without a hash in their names. */
var NOW = 'pa-now';
/** What lies in folders named by their content, of the present version and the one before. */
var FILES = 'pa-files';
var BESIDE = ['/sprite.svg', '/hazards.svg', '/scenes.svg', '/icon.svg', '/icon-192.png', '/manifest.webmanifest'];

self.addEventListener('install', function (event) {
  event.waitUntil(take());
});

self.addEventListener('activate', function (event) {
  // The page that brought it here is served from now on; no older one can be open any more.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || isServers(url.pathname)) return;
  if (event.request.mode === 'navigate') {
    event.respondWith(document(event));
  } else if (isHashed(url.pathname)) {
    event.respondWith(file(event.request));
  } else if (BESIDE.indexOf(url.pathname) >= 0) {
    event.respondWith(beside(event.request));
  }
});

/** What the server answers by itself, whatever the app. */
function isServers(path) {
  return /^\/(api|plain|healthz|readyz)(\/|$)/.test(path) || path === '/sw.js';
}

/** Its content never changes. */
function isHashed(path) {
  return /^\/(app-[0-9a-f]{8,}|vendor\/[^/]+-[0-9.]+)\//.test(path);
}

/** The kept document at once; whether there is a newer one is seen afterwards. */
function document(event) {
  return kept(NOW, '/').then(function (known) {
    if (!known) return fetch(event.request);
    event.waitUntil(take().catch(function () {}));
    return known;
  });
}

function file(request) {
  return kept(FILES, request).then(function (known) {
    return known || fetch(request).then(function (answer) {
      if (answer.status === 200) keep(FILES, request, answer.clone());
      return answer;
    });
  });
}

function beside(request) {
  return kept(NOW, request).then(function (known) {
    return known || fetch(request);
  });
}

/** Fetches the present version, unless it is the one that is here. The document comes last: it names what is there. */
function take() {
  return Promise.all([fresh('/'), kept(NOW, '/')]).then(function (both) {
    var answer = both[0];
    return Promise.all([answer.clone().text(), both[1] ? both[1].text() : '']).then(function (texts) {
      if (texts[0] === texts[1]) return;
      var folder = folders(texts[0])[0];
      if (!folder) throw new Error('the document names no folder');
      return fresh(folder + 'files.json')
        .then(function (list) { return list.json(); })
        .then(function (names) {
          return Promise.all(names.map(function (name) { return addHashed(folder + name); }));
        })
        .then(function () {
          return Promise.all(BESIDE.map(function (path) {
            return fresh(path).then(function (one) { return keep(NOW, path, one); });
          }));
        })
        .then(function () { return keep(NOW, '/', answer); })
        .then(function () { return forget(folders(texts[0]).concat(folders(texts[1]))); });
    });
  });
}

function folders(html) {
  var found = html.match(/\/app-[0-9a-f]{8,}\//g) || [];
  return found.filter(function (folder, i) { return found.indexOf(folder) === i; });
}

function addHashed(path) {
  return kept(FILES, path).then(function (known) {
    // The browser's own cache has what the page has fetched.
    return known || fetch(path).then(whole).then(function (answer) { return keep(FILES, path, answer); });
  });
}

/** Forgets the files of older versions; a page of the one before may still be open. */
function forget(folders) {
  return caches.open(FILES).then(function (cache) {
    return cache.keys().then(function (requests) {
      return Promise.all(requests.map(function (request) {
        var path = new URL(request.url).pathname;
        var wanted = path.indexOf('/app-') !== 0 || folders.some(function (folder) { return path.indexOf(folder) === 0; });
        return wanted || cache.delete(request);
      }));
    });
  });
}

function fresh(path) {
  return fetch(path, { cache: 'no-cache' }).then(whole);
}

function whole(answer) {
  if (answer.status !== 200) throw new Error(answer.url + ': ' + answer.status);
  return answer;
}

function kept(name, request) {
  return caches.open(name).then(function (cache) { return cache.match(request, { ignoreVary: true }); });
}

function keep(name, request, answer) {
  return caches.open(name).then(function (cache) { return cache.put(request, answer); });
}
