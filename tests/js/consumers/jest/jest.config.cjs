module.exports = { testTimeout: 60_000 };
