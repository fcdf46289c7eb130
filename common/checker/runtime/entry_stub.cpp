#include "checker/runtime/entry_stub.hpp"

asm(HB_STUB_BEGIN("hb_on_service_stack", ".hidden hb_on_service_stack\n")
        HB_ENTER_SERVICE
    "movq %rdi, %r11\n"
    "movq %rsi, %rdi\n"
    "movq %rdx, %rsi\n"
    "movq %rcx, %rdx\n"
    "movq %r8, %rcx\n"
    "movq %r9, %r8\n"
    "xorl %eax, %eax\n"
    "call *%r11\n" HB_LEAVE_SERVICE HB_STUB_END("hb_on_service_stack"));
