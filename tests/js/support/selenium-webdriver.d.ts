// Modules that @types/selenium-webdriver declares without their `index.js`, which an import must name.
declare module 'selenium-webdriver/http/index.js' {
  export * from 'selenium-webdriver/http';
}

declare module 'selenium-webdriver/remote/index.js' {
  export * from 'selenium-webdriver/remote';
}
