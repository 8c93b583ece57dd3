;; One plain step of gradient descent, in place: p <- p - learningRate g
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $learningRate f32)
    (local $end i32)
    (local $learningRates v128)
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (v128.load (local.get $parameters))
          (f32x4.mul (local.get $learningRates) (v128.load (local.get $gradients)))))
      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
