const worker = new Worker('worker.js', { type: 'module' });
worker.onmessage = ({ data }) => {
  document.title = data;
};
worker.onerror = ({ message }) => {
  document.title = `Error: ${message}`;
};
worker.postMessage(new URLSearchParams(location.search).get('name'));
