;; How many entries of a vector are NaN or infinite: those whose exponent bits are all set.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $vector i32) ;; byte offset
    (param $length i32) ;; in elements
    (result i32)
    (local $end i32)
    (local $exponents v128)
    (local $counts v128)
    (local $count i32)
    (local.set $exponents (i32x4.splat (i32.const 0x7f800000)))
    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const -4)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        ;; a comparison that holds is -1 in its lane
        (local.set $counts
          (i32x4.sub
            (local.get $counts)
            (i32x4.eq
              (v128.and (v128.load (local.get $vector)) (local.get $exponents))
              (local.get $exponents))))
        (local.set $vector (i32.add (local.get $vector) (i32.const 16)))
        (br $next)))
    (local.set $count
      (i32.add
        (i32.add (i32x4.extract_lane 0 (local.get $counts)) (i32x4.extract_lane 1 (local.get $counts)))
        (i32.add (i32x4.extract_lane 2 (local.get $counts)) (i32x4.extract_lane 3 (local.get $counts)))))

    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const 3)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (local.set $count
          (i32.add
            (local.get $count)
            (i32.eq
              (i32.and (i32.load (local.get $vector)) (i32.const 0x7f800000))
              (i32.const 0x7f800000))))
        (local.set $vector (i32.add (local.get $vector) (i32.const 4)))
        (br $next)))
    (local.get $count)))
