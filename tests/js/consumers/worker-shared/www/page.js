const worker = new SharedWorker('worker.js');
worker.onerror = ({ message }) => {
  document.title = `Error: ${message}`;
};
worker.port.onmessage = ({ data }) => {
  document.title = data;
};
worker.port.postMessage(new URLSearchParams(location.search).get('name'));
