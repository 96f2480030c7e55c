const program = require('./program.cjs');

program(
  require('linq-contact-card'),
  require('linq-contact-card/sdk'),
  require('linq-contact-card/gateway'),
  require('linq-contact-card/testing'),
);
