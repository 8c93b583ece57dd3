;; Sets the entries of a vector that lie below the smallest normal float32 (2^-126) to zero, in place. The comparison is
;; false for a NaN, which therefore stays.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $vector i32) ;; byte offset
    (param $bytes i32) ;; a multiple of 16
    (local $end i32)
    (local $x v128)
    (local $smallest v128)
    (local.set $smallest (f32x4.splat (f32.const 0x1p-126)))
    (local.set $end (i32.add (local.get $vector) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (local.set $x (v128.load (local.get $vector)))
        (v128.store
          (local.get $vector)
          (v128.andnot (local.get $x) (f32x4.lt (f32x4.abs (local.get $x)) (local.get $smallest))))
        (local.set $vector (i32.add (local.get $vector) (i32.const 16)))
        (br $next)))))
