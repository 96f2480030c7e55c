import * as lib from 'linq-contact-card';
import * as gateway from 'linq-contact-card/gateway';
import * as sdk from 'linq-contact-card/sdk';
import * as testing from 'linq-contact-card/testing';
import program from './program.cjs';

await program(lib, sdk, gateway, testing);
